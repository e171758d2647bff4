import { readCounters, runInGuest, waitForCount, waitForGuest } from "./helpers/guest";
import { findServer, stateInHeader } from "./helpers/servers";
import {
  createSnapshot,
  deleteSnapshot,
  listOperations,
  type Mode,
  openRevertDialog,
  openSnapshots,
  revertTo,
  waitForOperation,
} from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const server = "web-01";

test.describe("going back", () => {
  test.setTimeout(150_000);

  test("with RAM brings back both counters and the file, and the machine goes on", async ({ owner, stack }) => {
    const name = "mit RAM";
    const { id, webPort } = await findServer(stack, server);
    const before = await waitForGuest(webPort);
    // One note on the disk, one in RAM alone.
    await runInGuest(stack, id, "echo before | tee /data/note >/run/note && sync /data/note");
    await openSnapshots(owner, id);
    await createSnapshot(owner, { mode: "memory", name });
    const after = await waitForCount(webPort, await readCounters(webPort), 12);
    await runInGuest(stack, id, "echo after | tee /data/note >/run/note && echo new >/data/extra && sync");

    await revertTo(stack, owner, name, server);
    const now = await waitForGuest(webPort);
    for (const counter of ["ram", "disk"] as const) {
      expect(now[counter], counter).toBeGreaterThanOrEqual(before[counter]);
      expect(now[counter], counter).toBeLessThan(after[counter]);
    }
    expect(await runInGuest(stack, id, "cat /data/note /run/note; ls /data/extra 2>/dev/null || true")).toBe(
      "before\nbefore\n",
    );
    await waitForCount(webPort, now);
    await expect(stateInHeader(owner, "running")).toBeVisible();
    await deleteSnapshot(owner, name);
  });

  for (const mode of ["disks", "stop"] as const satisfies readonly Mode[])
    test(`with a snapshot of mode ${mode} brings back the disk and starts the machine anew`, async ({
      owner,
      stack,
    }) => {
      const name = `zurück ${mode}`;
      const { id, webPort } = await findServer(stack, server);
      await runInGuest(stack, id, "echo before >/data/note && sync");
      await openSnapshots(owner, id);
      const before = await waitForGuest(webPort);
      await createSnapshot(owner, { mode, name });
      await expect(stateInHeader(owner, "running")).toBeVisible();
      const after = await waitForCount(webPort, await waitForGuest(webPort));
      await runInGuest(stack, id, "echo after >/data/note && sync");

      await revertTo(stack, owner, name, server);
      const now = await waitForGuest(webPort);
      expect(now.disk).toBeGreaterThanOrEqual(before.disk);
      expect(await runInGuest(stack, id, "cat /data/note")).toBe("before\n");
      expect(now.ram, "RAM begins anew").toBeLessThan(after.disk);
      await deleteSnapshot(owner, name);
    });

  test("a stopped instance stays stopped", async ({ owner, stack }) => {
    const name = "gestoppt";
    const { id } = await findServer(stack, "db-01");
    await openSnapshots(owner, id);
    await createSnapshot(owner, { name });
    await revertTo(stack, owner, name, "db-01");
    await expect(stateInHeader(owner, "stopped")).toBeVisible();
    await deleteSnapshot(owner, name);
  });

  test("acts once, however often OK is pressed", async ({ owner, stack }) => {
    const name = "einmal";
    const { id } = await findServer(stack, "db-01");
    const { page, t } = owner;
    await openSnapshots(owner, id);
    await createSnapshot(owner, { name });
    const dialog = await openRevertDialog(owner, name, "db-01");
    await expect(dialog.getByRole("button", { name: t("common:action.cancel") })).toBeFocused();
    const ok = dialog.getByRole("button", { name: t("common:action.ok"), exact: true });
    await ok.dblclick();
    await page.keyboard.press("Control+Enter");
    await waitForOperation(stack, "snapshot.revert", name);
    expect(await listOperations(stack, "snapshot.revert", name)).toHaveLength(1);
    await deleteSnapshot(owner, name);
  });
});
