import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { expireSnapshots, lockSnapshot, type Snapshot, unlockSnapshot } from "@/engine";
import { type Stage, setStage, someone } from "./stage";

let stage: Stage;
let now = 0;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => {
  now = Date.now();
});
afterEach(async () => {
  stage.hooks.onPoint = undefined;
  await stage.database.query("update snapshots set expires_at = null");
});
afterAll(() => stage.close());

/** Time that stands still, so that a single millisecond can be told. */
const expireAt = (at: number) => expireSnapshots({ ...stage.ports, clock: { now: () => at } });
const stateOf = async ({ id }: Snapshot) => (await stage.ports.store.snapshots.find(id))?.state ?? "gone";
const makeExpiring = async (wish: { lock?: boolean; name?: string } = {}) => {
  const server = await stage.makeServer({ start: false });
  const snapshot = await stage.makeSnapshot(server.id, { ...wish, expiresAt: now + 60_000 });
  return { server, snapshot, expiresAt: now + 60_000 };
};
const runAll = async (serverId: string) => {
  for (const { id } of await stage.ports.store.operations.listActive(serverId)) await stage.runToEnd(id);
};

test("a snapshot goes at the very millisecond of its expiry and not one before", async () => {
  const { server, snapshot, expiresAt } = await makeExpiring();
  expect(await expireAt(expiresAt - 1)).toBe(0);
  expect(await stateOf(snapshot)).toBe("ready");
  expect(await expireAt(expiresAt)).toBe(1);
  await runAll(server.id);
  expect(await stateOf(snapshot)).toBe("gone");
  expect(await stage.driver.snapshots.list(server.id)).toEqual([]);
});

test("what expired by itself stands in the server's log, with the expiry that was the reason", async () => {
  const { server, snapshot, expiresAt } = await makeExpiring();
  await expireAt(expiresAt);
  const { rows } = await stage.database.query(
    "select event, outcome, actor_id, details from activities where server_id = $1 and event = 'snapshot.expire'",
    [server.id],
  );
  expect(rows).toEqual([
    { event: "snapshot.expire", outcome: "ok", actor_id: null, details: { snapshot: snapshot.name, expiresAt } },
  ]);
});

test("a locked one stays, however long it is over", async () => {
  const { snapshot, expiresAt } = await makeExpiring({ lock: true });
  expect(await expireAt(expiresAt + 30 * 24 * 3_600_000)).toBe(0);
  expect(await stateOf(snapshot)).toBe("ready");
});

test("a locked one does not keep others from going", async () => {
  const locked = await makeExpiring({ lock: true });
  const free = await makeExpiring();
  expect(await expireAt(free.expiresAt)).toBe(1);
  expect(await stateOf(locked.snapshot)).toBe("ready");
  expect(await stateOf(free.snapshot)).toBe("deleting");
});

test("taking the lock off an expired one gives it a day, then it goes", async () => {
  const { snapshot, expiresAt } = await makeExpiring({ lock: true });
  const unlockedAt = expiresAt + 5_000;
  await unlockSnapshot({ ...stage.ports, clock: { now: () => unlockedAt } }, { snapshotId: snapshot.id });
  expect(await expireAt(unlockedAt)).toBe(0);
  expect(await expireAt(unlockedAt + 24 * 3_600_000 - 1)).toBe(0);
  expect(await expireAt(unlockedAt + 24 * 3_600_000)).toBe(1);
});

test("taking the lock off one that has not expired leaves its expiry alone", async () => {
  const { snapshot, expiresAt } = await makeExpiring({ lock: true });
  await unlockSnapshot({ ...stage.ports, clock: { now: () => expiresAt - 1 } }, { snapshotId: snapshot.id });
  expect((await stage.ports.store.snapshots.get(snapshot.id)).expiresAt).toBe(expiresAt);
});

test("a lock with an end holds up to it", async () => {
  const { snapshot, expiresAt } = await makeExpiring();
  const hold = { id: snapshot.id, snapshotId: snapshot.id, userId: null, reason: "", createdAt: now };
  await stage.ports.store.holds.insert({ ...hold, endsAt: expiresAt + 1_000 });
  expect(await expireAt(expiresAt + 999)).toBe(0);
  expect(await expireAt(expiresAt + 1_000)).toBe(1);
});

test("one whose deletion failed is Ready again and left alone for an hour", async () => {
  const { server, snapshot, expiresAt } = await makeExpiring();
  stage.hooks.onPoint = (point) => {
    if (point === "snapshots.remove") throw new Error("no answer");
  };
  expect(await expireAt(expiresAt)).toBe(1);
  await runAll(server.id);
  stage.hooks.onPoint = undefined;
  expect(await stateOf(snapshot)).toBe("ready");
  expect(await expireAt(expiresAt + 15_000)).toBe(0);
  await lockSnapshot(stage.ports, someone, { snapshotId: snapshot.id, reason: "" });
  expect(await expireAt(expiresAt + 2 * 3_600_000)).toBe(0);
  await unlockSnapshot(stage.ports, { snapshotId: snapshot.id });
  expect(await expireAt(expiresAt + 2 * 3_600_000)).toBe(1);
});

test("children of what expired go on under its parent", async () => {
  const server = await stage.makeServer({ start: false });
  const root = await stage.makeSnapshot(server.id);
  const middle = await stage.makeSnapshot(server.id, { expiresAt: now + 60_000 });
  const leaf = await stage.makeSnapshot(server.id);
  expect((await stage.ports.store.snapshots.get(leaf.id)).parentId).toBe(middle.id);
  await expireAt(now + 60_000);
  await runAll(server.id);
  expect((await stage.ports.store.snapshots.get(leaf.id)).parentId).toBe(root.id);
  expect((await stage.ports.store.servers.get(server.id)).currentSnapshotId).toBe(leaf.id);
});
