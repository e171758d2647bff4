import { dialogOf, press } from "./helpers/dialog";
import { waitForGuest } from "./helpers/guest";
import { open, rowOf } from "./helpers/page";
import { findProcess, isAlive, kill } from "./helpers/processes";
import { endServer, findServer, startServer, stateInHeader, waitUntilIdle } from "./helpers/servers";
import { expect, test } from "./helpers/test";

test("a stopped instance starts, stops cleanly and is forced off", async ({ owner, stack }) => {
  test.setTimeout(120_000);
  const { page } = owner;
  const { id } = await findServer(stack, "db-01");
  await open(page, `/servers/${id}`);
  await expect(stateInHeader(owner, "stopped")).toBeVisible();

  await startServer(owner);
  await expect(stateInHeader(owner, "running")).toBeVisible({ timeout: 40_000 });
  await waitUntilIdle(stack, id);
  await waitForGuest((await findServer(stack, "db-01")).webPort);

  await endServer(owner, "db-01", "stop");
  await expect(stateInHeader(owner, "stopped")).toBeVisible({ timeout: 40_000 });
  await waitUntilIdle(stack, id);

  await startServer(owner);
  await expect(stateInHeader(owner, "running")).toBeVisible({ timeout: 40_000 });
  await waitUntilIdle(stack, id);
  await endServer(owner, "db-01", "forceOff");
  await expect(stateInHeader(owner, "stopped")).toBeVisible({ timeout: 15_000 });
  await waitUntilIdle(stack, id);
});

test("an instance whose machine dies by itself shows as stopped", async ({ seat, stack }) => {
  const other = await seat("otherOwner");
  const { id } = await findServer(stack, "shop-01");
  await open(other.page, `/servers/${id}`);
  await expect(stateInHeader(other, "running")).toBeVisible();
  const pid = findProcess(stack.dataDir, `-uuid ${id}`)?.pid;
  if (pid === undefined) throw new Error("the guest does not run");
  kill(pid, "SIGKILL");
  await expect(stateInHeader(other, "stopped")).toBeVisible({ timeout: 5_000 });
  expect(isAlive(pid)).toBe(false);

  await startServer(other);
  await expect(stateInHeader(other, "running")).toBeVisible({ timeout: 40_000 });
  await waitUntilIdle(stack, id);
});

test("search, filter, sort and page of the list stand in its address", async ({ admin }) => {
  const { page, t } = admin;
  await open(page, "/servers");
  await page.getByRole("searchbox", { name: t("servers:list.search") }).fill("01");
  await expect(page).toHaveURL(/[?&]q=01/);
  await page.getByRole("button", { name: t("servers:list.name"), exact: true }).click();
  await expect(page).toHaveURL(/sort=-name/);
  await expect(page.getByRole("row").nth(1)).toContainText("web-01");
  await page.reload();
  await expect(page.getByRole("searchbox", { name: t("servers:list.search") })).toHaveValue("01");
  await expect(page.getByRole("row").nth(1)).toContainText("web-01");
});

test.describe("an instance's end", () => {
  // Its own page may still ask for it in the moment in which it goes.
  test.use({ expectedErrors: /status of 404.*\/api\/servers\// });

  test("the admin makes an instance in a tenant and deletes it by its typed name", async ({ admin, stack }) => {
    test.setTimeout(120_000);
    const { page, t } = admin;
    const name = "scratch-01";
    await open(page, "/servers");
    await page.getByRole("button", { name: t("servers:create.action") }).click();
    const dialog = dialogOf(page, t("servers:create.title"));
    await dialog.getByLabel(t("servers:create.name"), { exact: true }).fill("web 01");
    await expect(dialog.getByText(t("servers:create.nameInvalid"))).toBeVisible();
    await dialog.getByLabel(t("servers:create.name"), { exact: true }).fill(name);
    await dialog.getByText(t("servers:create.start")).click();
    await press(dialog, t("servers:create.action"));
    await expect(dialog).toBeHidden();
    await expect(rowOf(page, name)).toContainText(t("servers:state.stopped"), { timeout: 40_000 });
    const { id } = await findServer(stack, name);
    await waitUntilIdle(stack, id);

    await open(page, `/servers/${id}`);
    await page.getByRole("button", { name: t("servers:header.power"), exact: true }).click();
    await page.getByRole("menuitem", { name: t("servers:delete.action") }).click();
    const question = dialogOf(page, t("servers:delete.title", { name }));
    const confirm = question.getByRole("button", { name: t("servers:delete.confirm") });
    await expect(confirm).toHaveAttribute("aria-disabled", "true");
    await question.getByLabel(t("servers:delete.typeName", { name })).fill(name);
    await confirm.click();
    await expect(page).toHaveURL(/\/servers$/);
    await expect(rowOf(page, name)).toHaveCount(0);
  });
});
