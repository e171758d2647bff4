import { query } from "./helpers/database";
import { dialogOf, press } from "./helpers/dialog";
import { runInGuest, waitForGuest } from "./helpers/guest";
import { rowOf } from "./helpers/page";
import { findServer } from "./helpers/servers";
import { createSnapshot, openRevertDialog, openSnapshots, tick } from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const server = "web-01";
const names = ["gemessen eins", "gemessen zwei"] as const;
const write = (megabytes: number) =>
  `dd if=/dev/urandom of=/data/bulk bs=1M count=${megabytes} conv=notrunc 2>/dev/null && sync`;

/** Megabytes in a German sentence. */
const megabytesIn = (text: string): number => Number((/([\d.,]+)\sMB/.exec(text)?.[1] ?? "0").replace(",", "."));

test("says what deleting frees, together more than alone, and how much going back would lose", async ({
  owner,
  stack,
}) => {
  test.setTimeout(120_000);
  const { page, t } = owner;
  const { id, webPort } = await findServer(stack, server);
  await waitForGuest(webPort);
  await runInGuest(stack, id, write(8));
  await openSnapshots(owner, id);
  for (const name of names) await createSnapshot(owner, { mode: "disks", name });
  await runInGuest(stack, id, write(8));
  // Minutes pass, and it is measured again.
  const asked = new Date();
  await query(stack, "update server_usages set due_at = now() where server_id = $1", [id]);
  const measured = async () => {
    const [row] = await query<{ at: Date | null }>(
      stack,
      "select measured_at as at from server_usages where server_id = $1",
      [id],
    );
    return row?.at?.getTime() ?? 0;
  };
  await expect.poll(measured, { timeout: 30_000 }).toBeGreaterThanOrEqual(asked.getTime());

  // Both hold what was written first, so neither frees it alone.
  for (const name of names) {
    await expect(
      rowOf(page, name)
        .getByText(/^[\d.,]+\s(kB|MB)$/)
        .last(),
    ).toBeVisible();
    await tick(owner, name);
  }
  const bar = page.getByText(new RegExp(t("snapshots:delete.frees", { size: "x" }).replace("x", ".+"))).first();
  await expect.poll(async () => megabytesIn(await bar.innerText())).toBeGreaterThanOrEqual(8);

  const dialog = await openRevertDialog(owner, names[0], server);
  await expect.poll(async () => megabytesIn(await dialog.innerText())).toBeGreaterThanOrEqual(8);
  await press(dialog, t("common:action.cancel"));

  await page.getByRole("button", { exact: true, name: t("snapshots:delete.confirm") }).click();
  const decision = dialogOf(page, t("snapshots:delete.titleMany", { count: 2 }));
  await expect.poll(async () => megabytesIn(await decision.innerText())).toBeGreaterThanOrEqual(8);
  await press(decision, t("snapshots:delete.confirm"));
  for (const name of names) await expect(rowOf(page, name)).toHaveCount(0, { timeout: 60_000 });
  await runInGuest(stack, id, "rm /data/bulk");
});
