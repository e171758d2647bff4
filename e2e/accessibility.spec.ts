import { findViolations } from "./helpers/axe";
import { query } from "./helpers/database";
import { openOperations } from "./helpers/operations";
import { open } from "./helpers/page";
import { listPages } from "./helpers/pages";
import { people } from "./helpers/people";
import { findServer } from "./helpers/servers";
import { expect, type Seat, test } from "./helpers/test";

test.describe("axe finds nothing", () => {
  test.setTimeout(180_000);

  // Words do not change with the colours: each language is judged in one theme.
  for (const [locale, theme] of [
    ["de", "light"],
    ["en", "dark"],
  ] as const) {
    test(`on any page, ${theme}, in ${locale}`, async ({ seat, stack }) => {
      const chooseLocale = (email: string, value: string) =>
        query(stack, "update users set locale = $2 where email = $1", [email, value]);
      const seats = { admin: await seat("admin"), owner: await seat("owner") };
      try {
        for (const { email } of [people.admin, people.owner]) await chooseLocale(email, locale);
        for (const { path, who } of await listPages(stack)) {
          const { page } = who === "admin" ? seats.admin : seats.owner;
          await open(page, path);
          await expect(page.locator("html")).toHaveAttribute("lang", locale);
          await expect(page.locator("main").getByRole("heading").first()).toBeVisible();
          expect.soft(await findViolations(page, theme), path).toEqual([]);
        }
      } finally {
        for (const { email, locale: own } of [people.admin, people.owner]) await chooseLocale(email, own);
      }
    });
  }

  test("on any dialog, light and dark", async ({ admin, owner, stack }) => {
    const { id } = await findServer(stack, "web-01");
    const name = "Frisch eingerichtet";
    const button = ({ page }: Seat, label: string) => page.getByRole("button", { exact: true, name: label }).first();
    /** Opens it, has it judged, and closes it again. */
    const judge = async ({ page }: Seat, what: string, show: () => Promise<unknown>) => {
      await show();
      await expect(page.getByRole("dialog").or(page.getByRole("alertdialog")).first()).toBeVisible();
      for (const theme of ["light", "dark"] as const) expect.soft(await findViolations(page, theme), what).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog").or(page.getByRole("alertdialog"))).toHaveCount(0);
    };
    const choose = async (seat: Seat, menu: string, item: string) => {
      await button(seat, menu).click();
      await seat.page.getByRole("menuitem", { name: item }).click();
      await expect(seat.page.getByRole("menuitem")).toHaveCount(0);
    };

    const { page, t } = owner;
    await open(page, `/servers/${id}/snapshots`);
    await judge(owner, "create a snapshot", () => button(owner, t("snapshots:create.button")).click());
    await judge(owner, "revert", () => button(owner, t("snapshots:revert.label", { name })).click());
    await judge(owner, "unlock", () => button(owner, t("snapshots:unlock.label", { name })).click());
    await judge(owner, "operations", () => openOperations(owner));
    await judge(owner, "palette", () => page.keyboard.press("Control+k"));
    await judge(owner, "keys", () => page.keyboard.press("?"));
    for (const action of ["stop", "forceOff"] as const)
      await judge(owner, action, () => choose(owner, t("servers:header.power"), t(`servers:power.${action}.action`)));

    const words = admin.t;
    await open(admin.page, "/servers");
    await judge(admin, "create a server", () => button(admin, words("servers:create.action")).click());
    await open(admin.page, `/servers/${id}`);
    await judge(admin, "delete a server", () =>
      choose(admin, words("servers:header.power"), words("servers:delete.action")),
    );
    await open(admin.page, "/people");
    await judge(admin, "add a person", () => button(admin, words("people:action.add")).click());
    await open(admin.page, "/tenants");
    await judge(admin, "create a tenant", () => button(admin, words("tenants:action.create")).click());
    await open(admin.page, "/images");
    await judge(admin, "upload an image", () => button(admin, words("images:upload.action")).click());
  });

  test("on the pages for strangers", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.getByRole("heading").first()).toBeVisible();
    for (const theme of ["light", "dark"] as const) expect(await findViolations(page, theme)).toEqual([]);
  });
});
