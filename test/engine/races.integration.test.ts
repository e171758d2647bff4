import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  editSnapshot,
  expireSnapshots,
  lockSnapshot,
  registerBuiltImage,
  requestPower,
  requestRevert,
  requestServerDelete,
  requestSnapshot,
  requestSnapshotDelete,
  runOperation,
  unlockSnapshot,
} from "@/engine";
import { isErrorCode } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { createOperationLoop } from "@/worker/operation-loop";
import { expectRefusal } from "./refusal";
import { type Stage, setStage, someone } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const rounds = 50;
const outcomeOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "ok",
    (error: unknown) => {
      const code = error instanceof Error && "code" in error ? error.code : error;
      if (!isErrorCode(code)) throw error;
      return code;
    },
  );
const holdsOf = (snapshotId: string) => stage.ports.store.holds.listStanding(snapshotId, stage.ports.clock.now());

describe("a lock and a deletion in the same moment", () => {
  for (const first of ["lock", "delete"] as const) {
    test(`leave exactly one of the two, ${rounds} times with the ${first} sent first`, async () => {
      const server = await stage.makeServer({ start: false });
      const winners = new Set<string>();
      for (let round = 0; round < rounds; round += 1) {
        const snapshotId = await stage.insertSnapshot(server, `${first} ${round}`);
        const lock = () => outcomeOf(lockSnapshot(stage.ports, someone, { snapshotId, reason: "" }));
        const remove = () => outcomeOf(requestSnapshotDelete(stage.ports, someone, { snapshotId }));
        const [locked, removed] =
          first === "lock"
            ? await Promise.all([lock(), remove()])
            : await Promise.all([remove(), lock()]).then(([one, two]) => [two, one] as const);
        const snapshot = await stage.ports.store.snapshots.get(snapshotId);
        const state = { locked, removed, row: snapshot.state, holds: (await holdsOf(snapshotId)).length };
        const lockWon = { locked: "ok", removed: "snapshotLocked", row: "ready", holds: 1 };
        const deleteWon = { locked: "snapshotNotReady", removed: "ok", row: "deleting", holds: 0 };
        expect([lockWon, deleteWon]).toContainEqual(state);
        winners.add(state.locked);
      }
      expect(winners.size).toBeGreaterThan(0);
    });
  }

  test("leave no locked snapshot on a server that goes, nor a server that goes with a locked one", async () => {
    for (let round = 0; round < 10; round += 1) {
      const server = await stage.makeServer({ start: false });
      const { id: snapshotId } = await stage.makeSnapshot(server.id);
      const typed = { serverId: server.id, typedName: server.name };
      const [locked, removed] = await Promise.all([
        outcomeOf(lockSnapshot(stage.ports, someone, { snapshotId, reason: "" })),
        outcomeOf(requestServerDelete(stage.ports, someone, typed)),
      ]);
      expect(["ok/serverHasLocked", "snapshotNotReady/ok"]).toContain(`${locked}/${removed}`);
    }
  });

  test("leave a snapshot whose expiry comes with its lock", async () => {
    const server = await stage.makeServer({ start: false });
    for (let round = 0; round < 10; round += 1) {
      const expiresAt = stage.ports.clock.now() + 1_000;
      const { id: snapshotId } = await stage.makeSnapshot(server.id, { name: `expiry ${round}`, expiresAt });
      stage.time.ahead += 2_000;
      const [locked, gone] = await Promise.all([
        outcomeOf(lockSnapshot(stage.ports, someone, { snapshotId, reason: "" })),
        expireSnapshots(stage.ports),
      ]);
      expect([`ok/0`, `snapshotNotReady/1`]).toContain(`${locked}/${gone}`);
      const [active] = await stage.ports.store.operations.listActive(server.id);
      if (active) await stage.runToEnd(active.id);
    }
  });
});

describe("an expiry that is moved away", () => {
  test("is heeded though the round of expiries has already read the old one", async () => {
    const server = await stage.makeServer({ start: false });
    const { id: snapshotId } = await stage.makeSnapshot(server.id, { expiresAt: stage.ports.clock.now() + 1_000 });
    stage.time.ahead += 2_000;
    const { snapshots } = stage.ports.store;
    const late = {
      ...snapshots,
      listExpired: async (...given: Parameters<typeof snapshots.listExpired>) => {
        const found = await snapshots.listExpired(...given);
        const expiresAt = stage.ports.clock.now() + 3_600_000;
        await editSnapshot(stage.ports, { snapshotId, name: "kept", description: "", expiresAt });
        return found;
      },
    };
    const ports = { ...stage.ports, store: { ...stage.ports.store, snapshots: late } };
    expect(await expireSnapshots(ports)).toBe(0);
    expect((await snapshots.get(snapshotId)).state).toBe("ready");
  });
});

describe("one wish sent often", () => {
  test.each([2, 20])("%i times at once with one key is one revert", async (count) => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    const by = { ...someone, idempotencyKey: newId() };
    const send = () => requestRevert(stage.ports, by, { snapshotId, force: false });
    const sent = await Promise.all(Array.from({ length: count }, send));
    expect(new Set(sent.map(({ operationId }) => operationId)).size).toBe(1);
    const { rows } = await stage.database.query(
      "select count(*)::int as n from operations where server_id = $1 and kind = 'snapshot.revert'",
      [server.id],
    );
    expect(rows[0]?.n).toBe(1);
    const [first] = sent;
    expect(await stage.runToEnd(first?.operationId ?? "")).toBe("done");
    expect(await send()).toEqual(first);
  });

  test("20 times at once by as many people is one revert and 19 that hear so", async () => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    const send = () =>
      outcomeOf(requestRevert(stage.ports, { ...someone, idempotencyKey: newId() }, { snapshotId, force: false }));
    const outcomes = await Promise.all(Array.from({ length: 20 }, send));
    expect(outcomes.filter((outcome) => outcome === "ok")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "alreadyRunning")).toHaveLength(19);
  });

  test("20 times at once with one key is one snapshot, also without a name", async () => {
    const server = await stage.makeServer();
    const by = { ...someone, idempotencyKey: newId() };
    const send = () => requestSnapshot(stage.ports, by, stage.wishFor(server.id));
    const sent = await Promise.all(Array.from({ length: 20 }, send));
    expect(new Set(sent.map(({ snapshotId }) => snapshotId)).size).toBe(1);
    expect(await stage.ports.store.snapshots.listByServer(server.id)).toHaveLength(1);
  });

  test("a key that comes with another wish is refused", async () => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    const by = { ...someone, idempotencyKey: newId() };
    await requestSnapshot(stage.ports, by, stage.wishFor(server.id));
    await expectRefusal(requestSnapshotDelete(stage.ports, by, { snapshotId }), "conflict");
  });
});

describe("two workers", () => {
  test("run 200 operations exactly once each, one at a time for each server", async () => {
    const servers = await Promise.all(Array.from({ length: 20 }, () => stage.makeServer({ start: false })));
    for (let round = 0; round < 10; round += 1) {
      for (const { id } of servers) {
        await requestSnapshot(stage.ports, someone, stage.wishFor(id, { name: `${round}` }));
      }
    }
    const ids = new Set(servers.map(({ id }) => id));
    const busy = new Map<string, number>();
    const counts = { atOnce: 0, most: 0, doubled: 0, captures: new Map<string, number>() };
    stage.hooks.onPoint = async (point, { serverId, snapshotId }) => {
      if (point !== "snapshots.create.middle" || !serverId || !snapshotId || !ids.has(serverId)) return;
      counts.captures.set(snapshotId, (counts.captures.get(snapshotId) ?? 0) + 1);
      const now = (busy.get(serverId) ?? 0) + 1;
      busy.set(serverId, now);
      if (now > 1) counts.doubled += 1;
      counts.atOnce += 1;
      counts.most = Math.max(counts.most, counts.atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      counts.atOnce -= 1;
      busy.set(serverId, now - 1);
    };
    const options = { leaseMs: 60_000, concurrency: 4 };
    const workers = ["one", "two"].map((workerId) => createOperationLoop(stage.ports, { ...options, workerId }));
    const count = async (states: string[]) => {
      const { rows } = await stage.database.query(
        "select count(*)::int as n, max(attempts) as attempts from operations where state::text = any($1) and server_id = any($2)",
        [states, servers.map(({ id }) => id)],
      );
      return rows[0] ?? { n: -1, attempts: -1 };
    };
    await expect
      .poll(
        async () => {
          await Promise.all(workers.map((worker) => worker.sweep()));
          return (await count(["waiting", "running"])).n;
        },
        { timeout: 100_000, interval: 100 },
      )
      .toBe(0);
    stage.hooks.onPoint = undefined;
    expect(await Promise.all(workers.map((worker) => worker.close(1_000)))).toEqual([true, true]);
    expect(await count(["done"])).toMatchObject({ n: 220, attempts: 1 });
    expect(counts.captures.size).toBe(200);
    expect([...counts.captures.values()].every((times) => times === 1)).toBe(true);
    expect(counts.doubled).toBe(0);
    expect(counts.most).toBeGreaterThan(1);
    for (const { id } of servers) {
      const rows = await stage.ports.store.snapshots.listByServer(id);
      expect(rows.filter(({ state }) => state === "ready")).toHaveLength(10);
      expect(new Set(rows.map(({ parentId }) => parentId)).size).toBe(10);
    }
  });

  test("that claim in the same moment are one worker and one that goes on", async () => {
    for (let round = 0; round < 20; round += 1) {
      const server = await stage.makeServer({ start: false });
      const { operationId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
      const now = stage.ports.clock.now();
      const claim = (workerId: string) =>
        stage.ports.store.operations.claim(operationId, { workerId, now, leaseUntil: now + 60_000 });
      const claims = await Promise.all(["one", "two", "three"].map(claim));
      expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    }
  });

  test("never have two operations of one server, even where one of them goes before", async () => {
    for (let round = 0; round < 20; round += 1) {
      const server = await stage.makeServer();
      const create = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
      const off = await requestPower(stage.ports, someone, { serverId: server.id, action: "forceOff" });
      const now = stage.ports.clock.now();
      const claims = await Promise.all(
        [create, off].map(({ operationId }, index) =>
          stage.ports.store.operations.claim(operationId, { workerId: `${index}`, now, leaseUntil: now + 60_000 }),
        ),
      );
      expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    }
  });

  test("that start at once make the built image known once, and once more when it was built anew", async () => {
    const folder = path.join(stage.dataDir, "guest");
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, "disk.qcow2"), Buffer.alloc(512));
    const build = (kernelVersion: string) =>
      writeFile(
        path.join(folder, "image.json"),
        JSON.stringify({ commandLine: `quiet ${kernelVersion}`, kernelVersion }),
      );
    const register = () => Promise.all(Array.from({ length: 8 }, () => registerBuiltImage(stage.ports)));
    await build("6.1");
    const ids = new Set(await register());
    await build("6.12");
    for (const id of await register()) ids.add(id);
    expect(ids.size).toBe(1);
    const [id] = ids;
    expect(await stage.ports.store.images.get(id ?? "")).toMatchObject({
      description: "Linux 6.12",
      files: { boot: { commandLine: "quiet 6.12" } },
    });
  });
});

describe("a worker that stood still for longer than its lease", () => {
  test("keeps the machine to itself until its step is over, and leaves the rest to the next", async () => {
    const server = await stage.makeServer();
    const { operationId, snapshotId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
    const step = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    let inside = 0;
    let most = 0;
    stage.hooks.onPoint = async (point) => {
      if (point !== "snapshots.create") return;
      inside += 1;
      most = Math.max(most, inside);
      begun.resolve();
      await step.promise;
      inside -= 1;
    };
    // Its lease is never prolonged: the worker can't reach the database.
    const { operations } = stage.ports.store;
    const cut = { ...operations, renew: () => Promise.reject(new Error("away")) };
    const first = stage.run(operationId, {
      workerId: "first",
      leaseMs: 500,
      ports: { ...stage.ports, store: { ...stage.ports.store, operations: cut } },
    });
    await begun.promise;
    stage.time.ahead += 60_000;
    expect(await operations.listClaimable(stage.ports.clock.now())).toContain(operationId);
    expect(await stage.run(operationId, { workerId: "second" })).toBe("notMine");
    // On another host the machine's lock would not be seen; then the row alone decides.
    const elsewhere = { ...stage.ports, machines: { take: async () => ({ release: async () => undefined }) } };
    const now = stage.ports.clock.now();
    await operations.claim(operationId, { workerId: "third", now, leaseUntil: now + 1 });
    step.resolve();
    expect(await first).toBe("notMine");
    expect((await stage.getOperation(operationId)).state).toBe("running");
    stage.hooks.onPoint = undefined;
    stage.time.ahead += 60_000;
    expect(await runOperation(elsewhere, operationId, { workerId: "fourth", leaseMs: 10_000 })).toBe("done");
    expect(most).toBe(1);
    expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
  });
});

describe("an unlock", () => {
  test("and an expiry in the same moment leave the snapshot its day of grace", async () => {
    const server = await stage.makeServer({ start: false });
    for (let round = 0; round < 10; round += 1) {
      const wish = { name: `grace ${round}`, lock: true, expiresAt: stage.ports.clock.now() + 1_000 };
      const { id: snapshotId } = await stage.makeSnapshot(server.id, wish);
      stage.time.ahead += 2_000;
      await Promise.all([unlockSnapshot(stage.ports, { snapshotId }), expireSnapshots(stage.ports)]);
      expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
    }
  });
});
