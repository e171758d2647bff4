import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { measureNextUsage, requestPower, requestSnapshotDelete, type Server, type Snapshot } from "@/engine";
import { newId } from "@/lib/ids";
import { type Stage, setStage, someone } from "./stage";

/** A file of a fake guest is a block of this size. */
const block = 65_536;
const minute = 60_000;

let stage: Stage;
let views: typeof import("@/server/db/usage-views");
beforeAll(async () => {
  stage = await setStage();
  views = await import("@/server/db/usage-views");
});
/** What other tests left to be measured must not come first. */
beforeEach(() => stage.database.query("update server_usages set due_at = null"));
afterEach(() => {
  stage.hooks.onPoint = undefined;
});
afterAll(() => stage.close());

const write = (server: Server, path: string, text: string) =>
  stage.driver.agent.run(server.id, ["/bin/tee", path], { timeoutMs: 1000, stdin: text });
const uniqueOf = async ({ id }: Pick<Snapshot, "id">): Promise<number | null> => {
  const { rows } = await stage.database.query("select unique_bytes from snapshots where id = $1", [id]);
  return rows[0]?.unique_bytes === null ? null : Number(rows[0]?.unique_bytes);
};
const measureAll = async () => {
  let count = 0;
  while (await measureNextUsage(stage.ports)) count += 1;
  return count;
};

test("after each operation the worker notes what each snapshot holds alone and together", async () => {
  const server = await stage.makeServer();
  await write(server, "/data/a", "old");
  await write(server, "/data/b", "old");
  const first = await stage.makeSnapshot(server.id);
  await write(server, "/data/a", "newer");
  const second = await stage.makeSnapshot(server.id);
  const ids = [first.id, second.id];
  expect(await uniqueOf(first)).toBeNull();
  expect(await views.readFreed(ids, "all")).toEqual({
    bytes: 0,
    isAtLeast: false,
    measured: 0,
    measuredAt: null,
    unmeasured: 2,
  });
  expect(await views.findChangedSince(server.id, first.id)).toBeNull();

  await write(server, "/data/b", "newest");
  expect(await measureAll()).toBe(1);
  // "a" as it was is the first one's alone; "b" as it was is held by both.
  expect([await uniqueOf(first), await uniqueOf(second)]).toEqual([block, 0]);
  expect(await views.readFreed(ids, [stage.tenantId])).toMatchObject({ bytes: 2 * block, measured: 2, unmeasured: 0 });
  expect(await views.findChangedSince(server.id, first.id)).toMatchObject({ bytes: 2 * block, disks: 1 });
  expect(await views.findChangedSince(server.id, second.id)).toMatchObject({ bytes: block, disks: 1 });

  await stage.runRequested(requestSnapshotDelete(stage.ports, someone, { snapshotId: first.id }));
  expect(await measureAll()).toBe(1);
  expect(await uniqueOf(second)).toBe(block);
});

test("RAM belongs to its snapshot, and what failed frees nothing", async () => {
  const server = await stage.makeServer();
  const kept = await stage.makeSnapshot(server.id, { mode: "memory" });
  const failed = await stage.insertSnapshot(server, "failed");
  await stage.database.query("update snapshots set state = 'failed' where id = $1", [failed]);
  await measureAll();
  expect(await uniqueOf(kept)).toBe(server.memoryBytes);
  const freed = await views.readFreed([kept.id, failed], "all");
  expect(freed).toMatchObject({ bytes: server.memoryBytes, unmeasured: 0 });
});

test("nobody is told what another tenant's snapshots hold", async () => {
  const server = await stage.makeServer({ start: false });
  const { id } = await stage.makeSnapshot(server.id);
  await measureAll();
  expect(await views.readFreed([id], [stage.tenantId])).toMatchObject({ measured: 1 });
  expect(await views.readFreed([id, newId()], [newId()])).toMatchObject({ bytes: 0, measured: 0, unmeasured: 0 });
});

test("a running server with snapshots is measured again and again, a stopped one after its next operation", async () => {
  const running = await stage.makeServer();
  const stopped = await stage.makeServer({ start: false });
  await stage.makeServer();
  await stage.makeSnapshot(running.id);
  await stage.makeSnapshot(stopped.id);
  expect(await measureAll()).toBe(3);
  expect(await measureAll()).toBe(0);
  stage.time.ahead += 5 * minute;
  expect(await measureAll()).toBe(1);
  await stage.runRequested(requestPower(stage.ports, someone, { serverId: stopped.id, action: "start" }));
  expect(await measureAll()).toBe(1);
});

test("a machine that somebody has is left to them", async () => {
  const server = await stage.makeServer({ start: false });
  const held = await stage.ports.machines.take(server.id);
  expect(await measureNextUsage(stage.ports)).toBe(false);
  await held?.release();
  expect(await measureNextUsage(stage.ports)).toBe(true);
});

test("an operation that arrives has the machine at once, and it is measured afterwards", async () => {
  const server = await stage.makeServer({ start: false });
  const snapshot = await stage.makeSnapshot(server.id);
  let asked: Promise<{ operationId: string }> | undefined;
  let wasTaken: string | undefined;
  stage.hooks.onPoint = async (point) => {
    if (point !== "snapshots.usage" || asked !== undefined) return;
    asked = requestPower(stage.ports, someone, { serverId: server.id, action: "start" });
    const { operationId } = await asked;
    wasTaken = await stage.run(operationId);
    // Long enough for the operation to be seen.
    await new Promise((resolve) => setTimeout(resolve, 600));
  };
  expect(await measureNextUsage(stage.ports)).toBe(true);
  expect(wasTaken).toBe("notMine");
  expect(await uniqueOf(snapshot)).toBeNull();
  // While it waits the server is no one's to measure.
  expect(await measureNextUsage(stage.ports)).toBe(false);
  const { operationId } = (await asked) ?? { operationId: "" };
  expect(await stage.run(operationId)).toBe("done");
  expect(await measureAll()).toBe(1);
  expect(await uniqueOf(snapshot)).not.toBeNull();
});

test("one that can't be measured keeps its old figures and does not keep others", async () => {
  const server = await stage.makeServer({ start: false });
  const snapshot = await stage.makeSnapshot(server.id);
  await measureAll();
  const other = await stage.makeServer({ start: false });
  const before = await views.readFreed([snapshot.id], "all");
  await stage.ports.store.usages.ask(server.id, stage.ports.clock.now() - minute);
  stage.hooks.onPoint = (point, { serverId }) => {
    if (point === "snapshots.usage" && serverId === server.id) throw new Error("a table is damaged");
  };
  expect(await measureAll()).toBe(2);
  expect(await views.readFreed([snapshot.id], "all")).toEqual(before);
  const { rows } = await stage.database.query("select due_at from server_usages where server_id = $1", [server.id]);
  expect(rows[0]?.due_at.getTime()).toBeGreaterThan(stage.ports.clock.now() + 50 * minute);
  expect(other.id).not.toBe(server.id);
});
