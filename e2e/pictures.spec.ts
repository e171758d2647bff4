import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { findServer } from "./helpers/servers";
import { createSnapshot, deleteSnapshot, openSnapshots } from "./helpers/snapshots";
import { expect, test } from "./helpers/test";

const largest = 250_000;

test("the README's picture", async ({ seat, stack }) => {
  test.skip(process.env.STILLPOINT_PICTURES !== "1", "taken on demand: STILLPOINT_PICTURES=1");
  test.setTimeout(180_000);
  const admin = await seat("admin", { viewport: { height: 900, width: 1440 } });
  const { page } = admin;
  const { id } = await findServer(stack, "web-01");
  await openSnapshots(admin, id);
  const made = [
    { mode: "disks", name: "before-update" },
    { lock: true, mode: "stop", name: "before-migration" },
    { mode: "memory", name: "shop-warm" },
  ] as const;
  for (const wish of made) await createSnapshot(admin, wish);
  await openSnapshots(admin, id);
  await page.mouse.move(0, 0);
  const file = path.join(import.meta.dirname, "../docs/images/snapshots.png");
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ animations: "disabled", path: file, scale: "css" });
  expect(statSync(file).size).toBeLessThan(largest);
  for (const { name } of made.filter((wish) => !("lock" in wish))) await deleteSnapshot(admin, name);
});
