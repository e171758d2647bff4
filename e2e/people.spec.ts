import { addPerson, decideOn, openPerson } from "./helpers/admin";
import { dialogOf, press } from "./helpers/dialog";
import { open } from "./helpers/page";
import { people, signIn } from "./helpers/people";
import { expect, test } from "./helpers/test";
import { texts } from "./helpers/texts";

const newcomer = { email: "lena@nordlicht.example", name: "Lena Vogt" };

test("an added person signs in with the password shown once, until the admin ends it", async ({ admin, page }) => {
  const { t } = admin;
  const password = await addPerson(admin, newcomer);

  await page.goto("/sign-in");
  await signIn(page, { email: newcomer.email, password }, "de");
  await open(page, "/servers");

  await decideOn(admin, newcomer.name, "endSessions");
  await expect(admin.page.getByText(t("people:done.sessionsEnded", { count: 1 }))).toBeVisible();
  await page.reload();
  await expect(page).toHaveURL(/\/sign-in/);

  await decideOn(admin, newcomer.name, "reset");
  const shown = dialogOf(admin.page, t("people:reset.doneTitle", { name: newcomer.name }));
  const next = await shown.locator("[data-password]").innerText();
  await press(shown, t("common:action.close"));
  expect(next).not.toBe(password);
  await signIn(page, { email: newcomer.email, password: next }, "de");

  await decideOn(admin, newcomer.name, "disable");
  await expect(admin.page.getByText(t("people:done.disabled", { name: newcomer.name }))).toBeVisible();
  expect((await page.request.get("/api/servers")).status()).toBe(401);
});

test("an admin cannot shut the panel's door on themselves", async ({ admin }) => {
  const { page, t } = admin;
  const panel = await openPerson(admin, people.admin.name);
  await panel.getByRole("button", { name: people.admin.name, exact: true }).click();
  const disable = page.getByRole("menuitem", { name: t("people:action.disable") });
  await expect(disable).toContainText(t("people:self.reason"));
});

test("who is no admin sees neither people nor tenants nor images", async ({ owner, seat }) => {
  for (const { page } of [owner, await seat("viewer")])
    for (const path of ["/people", "/tenants", "/images"]) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(403);
      await expect(page.getByRole("heading", { name: texts("de")("common:forbidden.title") })).toBeVisible();
    }
});
test.use({ expectedErrors: /status of 403|status of 401|favicon/ });
