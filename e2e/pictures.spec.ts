import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { query } from "./helpers/database";
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
  // Made within a minute, they stand in one place on the axis; aged, they show what it is for.
  const ages = {
    "before-migration": "5 hours",
    "before-update": "27 hours",
    "Frisch eingerichtet": "6 days",
    "shop-warm": "25 minutes",
  };
  for (const [name, age] of Object.entries(ages))
    await query(
      stack,
      `update snapshots set created_at = created_at - $2::interval, taken_at = taken_at - $2::interval where name = $1`,
      [name, age],
    );
  await openSnapshots(admin, id);
  await page.mouse.move(0, 0);
  const file = path.join(import.meta.dirname, "../docs/images/snapshots.png");
  mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ animations: "disabled", path: file, scale: "css" });
  expect(statSync(file).size).toBeLessThan(largest);
  for (const { name } of made.filter((wish) => !("lock" in wish))) await deleteSnapshot(admin, name);
});
