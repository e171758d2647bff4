import { query } from "./helpers/database";
import { dialogOf, press } from "./helpers/dialog";
import { runInGuest, waitForCount, waitForGuest } from "./helpers/guest";
import { open, rowOf } from "./helpers/page";
import { endServer, findServer, startServer, stateInHeader, waitUntilIdle } from "./helpers/servers";
import {
  createSnapshot,
  deleteSnapshot,
  expectState,
  openRevertDialog,
  openSnapshots,
  revertTo,
  waitForOperation,
} from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const server = "web-01";

test.describe("a revert with a safety snapshot", () => {
  test.setTimeout(180_000);

  test("is undone: both counters and the files go on as before it", async ({ owner, stack }) => {
    const name = "vor dem Rückweg";
    const { page, t } = owner;
    const { id, webPort } = await findServer(stack, server);
    await waitForGuest(webPort);
    await runInGuest(stack, id, "echo then | tee /data/note >/run/note && sync /data/note");
    await openSnapshots(owner, id);
    await createSnapshot(owner, { mode: "memory", name });
    const present = await waitForCount(webPort, await waitForGuest(webPort), 12);
    await runInGuest(stack, id, "echo present | tee /data/note >/run/note && sync /data/note");

    await revertTo(stack, owner, name, server);
    await waitUntilIdle(stack, id);
    const then = await waitForGuest(webPort);
    expect(then.ram).toBeLessThan(present.ram);
    const safety = page.getByRole("row").filter({ has: page.getByText(t("snapshots:safety.badge"), { exact: true }) });
    await expect(safety.first()).toContainText(t("snapshots:state.ready"));
    const bar = page.getByRole("region", { name: t("snapshots:undo.label") });
    await expect(bar).toContainText(name);

    const safetyName = await safety.first().getByRole("link").first().innerText();
    await bar.getByRole("button", { name: t("snapshots:undo.button") }).click();
    const dialog = dialogOf(page, t("snapshots:undo.title", { server }));
    await expect(dialog.getByText(t("snapshots:revert.lost"), { exact: true })).toBeVisible();
    await press(dialog, t("common:action.ok"));
    await expect(dialog).toBeHidden();
    await waitForOperation(stack, "snapshot.revert", safetyName);
    await expectState(owner, safetyName, "ready");

    const again = await waitForGuest(webPort);
    for (const counter of ["ram", "disk"] as const)
      expect(again[counter], counter).toBeGreaterThanOrEqual(present[counter]);
    expect(await runInGuest(stack, id, "cat /data/note /run/note")).toBe("present\npresent\n");
    await waitForCount(webPort, again);
    // The undo can be undone in its turn.
    await waitUntilIdle(stack, id);
    await expect(bar).toContainText(safetyName);
    await deleteSnapshot(owner, name);
  });

  test("brings back RAM or disks alone, as chosen, and says how it will stand then", async ({ owner, stack }) => {
    const name = "nur die Platten";
    const { t } = owner;
    const { id, webPort } = await findServer(stack, server);
    await waitForGuest(webPort);
    await openSnapshots(owner, id);
    await createSnapshot(owner, { mode: "memory", name });
    const before = await waitForCount(webPort, await waitForGuest(webPort), 4);
    const dialog = await openRevertDialog(owner, name, server);
    await expect(dialog.getByText(t("snapshots:revert.power.resumes", { server }))).toBeVisible();
    await dialog.getByText(t("snapshots:revert.what.disks"), { exact: true }).click();
    await expect(dialog.getByText(t("snapshots:revert.power.restarts", { server }))).toBeVisible();
    await dialog.getByText(t("snapshots:revert.safety.label")).click();
    await press(dialog, t("common:action.ok"));
    await expect(dialog).toBeHidden();
    await waitForOperation(stack, "snapshot.revert", name);
    await waitUntilIdle(stack, id);
    const now = await waitForGuest(webPort);
    expect(now.ram, "RAM begins anew").toBeLessThan(before.ram);
    await expect(owner.page.getByRole("region", { name: t("snapshots:undo.label") })).toHaveCount(0);
    await deleteSnapshot(owner, name);
  });
});

test("an instance that was made larger is as small as before after a revert", async ({ admin, stack }) => {
  test.setTimeout(180_000);
  const name = "vor dem Umbau";
  const { page, t } = admin;
  const { id } = await findServer(stack, "db-01");
  const [count] = await query<{ disks: number }>(
    stack,
    "select count(*)::int as disks from disks where server_id = $1",
    [id],
  );
  const added = (count?.disks ?? 0) + 1;
  await openSnapshots(admin, id);
  await createSnapshot(admin, { name });
  await open(page, `/servers/${id}`);
  await page.getByRole("button", { name: t("servers:size.button") }).click();
  const dialog = dialogOf(page, t("servers:size.title", { name: "db-01" }));
  await dialog.getByLabel(t("servers:create.vcpus"), { exact: true }).fill("2");
  await dialog.getByRole("button", { name: t("servers:create.addDisk") }).click();
  await press(dialog, t("servers:size.action"));
  await expect(dialog).toBeHidden();
  const vcpus = page.getByText(t("servers:fact.vcpus", { count: 2 }), { exact: true });
  await expect(vcpus).toBeVisible({ timeout: 30_000 });
  await startServer(admin);
  await expect(stateInHeader(admin, "running")).toBeVisible({ timeout: 60_000 });
  await endServer(admin, "db-01", "forceOff");
  await expect(stateInHeader(admin, "stopped")).toBeVisible({ timeout: 30_000 });

  await openSnapshots(admin, id);
  const revert = await openRevertDialog(admin, name, "db-01");
  await expect(revert.getByText(t("snapshots:config.vcpus", { before: 1, now: 2 }))).toBeVisible();
  const [, stays = ""] = t("snapshots:config.diskNew", { now: "·", number: added }).split("·");
  await expect(revert).toContainText(stays);
  // A safety snapshot would hold the added disk.
  await revert.getByText(t("snapshots:revert.safety.label")).click();
  await press(revert, t("common:action.ok"));
  await expect(revert).toBeHidden();
  await waitForOperation(stack, "snapshot.revert", name);
  await expect(vcpus).toBeHidden({ timeout: 30_000 });
  await waitUntilIdle(stack, id);
  await expect(rowOf(page, name)).toContainText(t("snapshots:here"));

  await open(page, `/servers/${id}`);
  await page.getByRole("button", { name: t("servers:size.button") }).click();
  await dialog.getByRole("button", { name: t("servers:create.removeDisk", { number: added }) }).click();
  await dialog.getByText(t("servers:size.loss", { count: 1, numbers: added })).click();
  await press(dialog, t("servers:size.action"));
  await expect(dialog).toBeHidden();
  await waitUntilIdle(stack, id);
  await expect(page.getByText(t("servers:overview.disk", { number: added }), { exact: true })).toHaveCount(0);
  await openSnapshots(admin, id);
  await deleteSnapshot(admin, name);
});
