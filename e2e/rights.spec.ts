import { captureAction, postAction } from "./helpers/actions";
import { query } from "./helpers/database";
import { dialogOf, press } from "./helpers/dialog";
import { open, rowOf } from "./helpers/page";
import { findServer } from "./helpers/servers";
import { createSnapshot, deleteButton, deleteSnapshot, findSnapshot, openSnapshots } from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const first = "Frisch eingerichtet";

test.use({ expectedErrors: /status of 404|status of 403|ERR_FAILED|favicon/ });

test("a viewer sees every control disabled, with its reason", async ({ seat, stack }) => {
  const { page, t } = await seat("viewer");
  const { id } = await findServer(stack, "web-01");
  await openSnapshots({ page }, id);
  const reason = t("common:permission.missing", { role: t("common:role.viewer") });
  const controls = [
    page.getByRole("button", { name: t("snapshots:create.button"), exact: true }).first(),
    page.getByRole("button", { name: t("snapshots:revert.label", { name: first }), exact: true }),
    deleteButton({ page, t }, first),
    page.getByRole("button", { name: t("snapshots:unlock.label", { name: first }), exact: true }),
  ];
  for (const control of controls) {
    await expect(control).toHaveAttribute("aria-disabled", "true");
    await control.focus();
    await expect(page.getByRole("tooltip")).toHaveText(reason);
    await page.keyboard.press("Escape");
  }
  await page.keyboard.press("c");
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.getByRole("button", { name: t("servers:header.power"), exact: true }).click();
  for (const action of ["start", "stop", "forceOff"] as const) {
    const item = page.getByRole("menuitem", { name: t(`servers:power.${action}.action`) });
    await expect(item).toContainText(reason);
    await item.click();
    await expect(page.getByRole("button", { exact: true, name: t("common:action.cancel") })).toHaveCount(0);
  }
});

test("a direct POST of an owner's action is refused to a viewer, a stranger and another tenant", async ({
  owner,
  page,
  seat,
  stack,
}) => {
  test.setTimeout(90_000);
  const { t } = owner;
  const { id } = await findServer(stack, "db-01");
  const name = "nur für den Inhaber";
  await openSnapshots(owner, id);
  await createSnapshot(owner, { name });
  const target = await findSnapshot(stack, name);
  await deleteButton(owner, name).click();
  // The owner's own request is held back, so that it is the others' that are judged.
  await owner.page.route("**/*", (route) =>
    route.request().headers()["next-action"] ? route.abort() : route.continue(),
  );
  const sent = await captureAction(owner.page, () =>
    press(dialogOf(owner.page, t("snapshots:delete.title", { name })), t("snapshots:delete.confirm")),
  );
  expect(sent.body).toContain(target?.id);
  await owner.page.unrouteAll();

  expect((await postAction((await seat("viewer")).page, sent)).each).toEqual(["forbidden"]);
  expect((await postAction((await seat("otherOwner")).page, sent)).each).toEqual(["notFound"]);
  // Without a cookie the way to the action ends before it; a made-up one is seen through.
  expect((await postAction(page, sent)).code).toBeNull();
  await page.context().addCookies([{ name: "next-auth.session-token", url: stack.url, value: "made.up.token" }]);
  expect((await postAction(page, sent)).code).toBe("sessionExpired");
  expect(await findSnapshot(stack, name)).toMatchObject({ state: "ready" });

  await openSnapshots(owner, id);
  await deleteSnapshot(owner, name);
});

test("another tenant's things are 404 at every address", async ({ seat, stack }) => {
  const { page, t } = await seat("otherOwner");
  const { id } = await findServer(stack, "web-01");
  const snapshot = await findSnapshot(stack, first);
  const [operation] = await query<{ id: string }>(stack, "select id from operations where server_id = $1 limit 1", [
    id,
  ]);
  const pages = [
    `/servers/${id}`,
    `/servers/${id}/snapshots`,
    `/servers/${id}/snapshots/${snapshot?.id}`,
    `/servers/${id}/activity`,
    `/snapshots/${snapshot?.id}`,
  ];
  for (const path of pages) {
    expect((await page.goto(path))?.status(), path).toBe(404);
    const words = page.getByText(t("common:notFound.title")).or(page.getByText(t("snapshots:detail.goneTitle")));
    await expect(words.first()).toBeVisible();
  }
  const addresses = [
    `/api/servers/${id}`,
    `/api/servers/${id}/snapshots`,
    `/api/servers/${id}/snapshots/marks`,
    `/api/servers/${id}/snapshots/name?name=x`,
    `/api/snapshots/${snapshot?.id}`,
    `/api/operations/${operation?.id}`,
  ];
  for (const path of addresses) expect((await page.request.get(path)).status(), path).toBe(404);

  await open(page, "/servers");
  await expect(rowOf(page, "shop-01")).toBeVisible();
  await expect(rowOf(page, "web-01")).toHaveCount(0);
  for (const path of ["/api/servers", "/api/snapshots", "/api/operations", "/api/search?q=web"])
    expect(await (await page.request.get(path)).text(), path).not.toContain(id);
});

test("a stranger gets nothing from any address", async ({ page, stack }) => {
  const { id } = await findServer(stack, "web-01");
  for (const path of [
    "/api/servers",
    `/api/servers/${id}`,
    "/api/snapshots",
    "/api/operations",
    "/api/search?q=web",
    "/api/events",
  ])
    expect((await page.request.get(path)).status(), path).toBe(401);
  for (const path of ["/servers", `/servers/${id}/snapshots`, "/people"]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/sign-in/);
  }
});
