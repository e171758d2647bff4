import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  observeServers,
  removeStrayGuards,
  requestImageImport,
  requestImageRemove,
  requestPower,
  requestRevert,
  requestServer,
  requestServerDelete,
  requestSnapshot,
  requestSnapshotDelete,
  StoreFailure,
  type WorkerPorts,
} from "@/engine";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { expectRefusal } from "./refusal";
import { gigabyte, type Stage, setStage, someone } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterEach(() => {
  stage.hooks.onPoint = undefined;
});
afterAll(() => stage.close());

const cancel = (id: string) => stage.ports.store.operations.requestCancel(id);
const stateOf = async (id: string) => (await stage.getOperation(id)).state;

/** Holds a call of the driver up until it is let go. */
const holdAt = (wanted: string) => {
  const reached = Promise.withResolvers<void>();
  const letGo = Promise.withResolvers<void>();
  stage.hooks.onPoint = async (point) => {
    if (point !== wanted) return;
    reached.resolve();
    await letGo.promise;
  };
  return { reached: reached.promise, letGo: () => letGo.resolve() };
};

describe("operations of one server", () => {
  test("wait in line, the oldest first, and one runs at a time", async () => {
    const server = await stage.makeServer();
    const asked: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      asked.push((await requestSnapshot(stage.ports, someone, stage.wishFor(server.id))).operationId);
    }
    const [first = "", second = "", third = ""] = asked;
    expect(await stage.run(second)).toBe("notMine");
    expect(await stage.ports.store.operations.listClaimable(stage.ports.clock.now())).toEqual([first]);
    const held = holdAt("snapshots.create");
    const running = stage.run(first);
    await held.reached;
    expect(await stage.run(second)).toBe("notMine");
    held.letGo();
    expect(await running).toBe("done");
    expect(await stage.run(third)).toBe("notMine");
    expect(await stage.run(second)).toBe("done");
    expect(await stage.run(third)).toBe("done");
  });

  test("do not keep those of another server from running, however many wait", async () => {
    const [busy, free] = [await stage.makeServer(), await stage.makeServer()];
    const { operationId: first } = await requestSnapshot(stage.ports, someone, stage.wishFor(busy.id));
    // As many more of the same as one look for work reads, all older than the other server's.
    await stage.database.query(
      `insert into operations (id, kind, state, tenant_id, server_id, subject, input, journal)
       select overlay(id::text placing lpad(to_hex(n), 12, '0') from 25)::uuid, kind, state, tenant_id, server_id,
              subject, input, journal
         from operations, generate_series(1, 210) as n where id = $1`,
      [first],
    );
    const { operationId } = await requestSnapshot(stage.ports, someone, stage.wishFor(free.id));
    expect(await stage.ports.store.operations.listClaimable(stage.ports.clock.now())).toContain(operationId);
    expect(await stage.run(operationId)).toBe("done");
    await stage.database.query("update operations set state = 'cancelled' where server_id = $1", [busy.id]);
  });

  test("let a forced power-off go before what waits, and end a clean stop that hangs", async () => {
    const server = await stage.makeServer();
    const stop = await requestPower(stage.ports, someone, { serverId: server.id, action: "stop" });
    const held = holdAt("servers.stop");
    const stopping = stage.run(stop.operationId, { leaseMs: 1_000 });
    await held.reached;
    const off = await requestPower(stage.ports, someone, { serverId: server.id, action: "forceOff" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    held.letGo();
    expect(await stopping).toBe("cancelled");
    expect(await stage.run(off.operationId)).toBe("done");
    expect(stage.machine(server.id).power).toBe("stopped");
  });
});

describe("cancelling", () => {
  test("a snapshot that waits leaves no row of it", async () => {
    const server = await stage.makeServer();
    const { operationId, snapshotId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
    await cancel(operationId);
    expect(await stage.run(operationId)).toBe("cancelled");
    expect(await stage.ports.store.snapshots.find(snapshotId)).toBeNull();
  });

  test("a deletion that waits leaves the snapshot Ready, and a failed one failed", async () => {
    const server = await stage.makeServer();
    const good = await stage.makeSnapshot(server.id);
    const bad = await stage.makeSnapshot(server.id);
    await stage.ports.store.snapshots.update(bad.id, { state: "failed", errorCode: "diskFull", errorParams: {} });
    for (const { id } of [good, bad]) {
      const { operationId } = await requestSnapshotDelete(stage.ports, someone, { snapshotId: id });
      await cancel(operationId);
      expect(await stage.run(operationId)).toBe("cancelled");
    }
    expect((await stage.ports.store.snapshots.get(good.id)).state).toBe("ready");
    expect(await stage.ports.store.snapshots.get(bad.id)).toMatchObject({ state: "failed", errorCode: "diskFull" });
  });

  test("a revert that waits leaves everything as it was", async () => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    const { operationId } = await requestRevert(stage.ports, someone, { snapshotId, force: false });
    await cancel(operationId);
    expect(await stage.run(operationId)).toBe("cancelled");
    expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
    expect(stage.machine(server.id).power).toBe("running");
  });

  test("a server's deletion that waits leaves the server as it was", async () => {
    const server = await stage.makeServer();
    const typed = { serverId: server.id, typedName: server.name };
    const { operationId } = await requestServerDelete(stage.ports, someone, typed);
    await cancel(operationId);
    expect(await stage.run(operationId)).toBe("cancelled");
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("running");
  });

  test("a server that is being made takes its disks and its row away", async () => {
    const { imageId, tenantId } = stage;
    const wish = { tenantId, imageId, name: "not-wanted", vcpus: 1, memoryBytes: gigabyte, start: true };
    const { operationId, serverId } = await requestServer(stage.ports, someone, { ...wish, diskBytes: [gigabyte] });
    const held = holdAt("servers.create");
    const making = stage.run(operationId, { leaseMs: 1_000 });
    await held.reached;
    await cancel(operationId);
    await new Promise((resolve) => setTimeout(resolve, 500));
    held.letGo();
    expect(await making).toBe("cancelled");
    expect(await stage.ports.store.servers.find(serverId)).toBeNull();
    expect(stage.world.machines.has(serverId)).toBe(false);
  });

  test("is heeded when the step that allowed it ends before anybody looked", async () => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    const { operationId } = await requestRevert(stage.ports, someone, { snapshotId, force: false });
    const held = holdAt("snapshots.verify");
    // So long a lease that it is not looked at again by itself.
    const reverting = stage.run(operationId, { leaseMs: 600_000 });
    await held.reached;
    await cancel(operationId);
    held.letGo();
    expect(await reverting).toBe("cancelled");
    expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
  });

  test("is refused in a step that can't be broken off, and after the end", async () => {
    const server = await stage.makeServer();
    const { operationId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
    const held = holdAt("snapshots.create");
    const creating = stage.run(operationId);
    await held.reached;
    await expectRefusal(cancel(operationId), "notCancellable");
    held.letGo();
    expect(await creating).toBe("done");
    await expectRefusal(cancel(operationId), "notCancellable");
  });

  test("an image's removal that waits leaves the image usable", async () => {
    await mkdir(path.join(stage.dataDir, "uploads"), { recursive: true });
    const uploadPath = path.join("uploads", "x.part");
    await writeFile(path.join(stage.dataDir, uploadPath), Buffer.alloc(1_024));
    const wish = { name: "kept", description: "", uploadPath };
    const { imageId } = await stage.runRequested(requestImageImport(stage.ports, someone, wish));
    const { operationId } = await requestImageRemove(stage.ports, someone, { imageId });
    await cancel(operationId);
    expect(await stage.run(operationId)).toBe("cancelled");
    expect((await stage.ports.store.images.get(imageId)).state).toBe("ready");
  });
});

describe("a database that is away", () => {
  /** A store in which one call fails, as when the server is restarted: `times` times in all. */
  const cutOff = (name: "saveJournal" | "finish", times: number): WorkerPorts => {
    let left = times;
    const { operations } = stage.ports.store;
    const failing = async <T>(call: () => Promise<T>): Promise<T> => {
      left -= 1;
      if (left >= 0) throw new StoreFailure(new Error("terminating connection"));
      return call();
    };
    const cut = {
      ...operations,
      saveJournal: (...given: Parameters<typeof operations.saveJournal>) =>
        name === "saveJournal" ? failing(() => operations.saveJournal(...given)) : operations.saveJournal(...given),
    };
    const transaction: WorkerPorts["store"]["transaction"] = (run) =>
      name === "finish" ? failing(() => stage.ports.store.transaction(run)) : stage.ports.store.transaction(run);
    return { ...stage.ports, store: { ...stage.ports.store, operations: cut, transaction } };
  };

  for (const name of ["saveJournal", "finish"] as const) {
    test(`in ${name} undoes nothing: the operation waits and is gone on with`, async () => {
      const server = await stage.makeServer();
      const { operationId, snapshotId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
      expect(await stage.run(operationId, { ports: cutOff(name, 1) })).toBe("notMine");
      expect(await stateOf(operationId)).toBe("running");
      expect(await stage.runToEnd(operationId)).toBe("done");
      expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
    });
  }

  test("again and again undoes the operation in the end and blocks nobody", async () => {
    const server = await stage.makeServer();
    const { operationId, snapshotId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
    expect(await stage.runToEnd(operationId, { ports: cutOff("saveJournal", 4) })).toBe("failed");
    expect((await stage.getOperation(operationId)).errorCode).toBe("operationLost");
    expect(await stage.ports.store.snapshots.get(snapshotId)).toMatchObject({ state: "failed" });
    await stage.makeSnapshot(server.id);
  });
});

describe("an undo that can't be done", () => {
  test("is given up after a while, says so, and keeps what could still help", async () => {
    const server = await stage.makeServer();
    stage.machine(server.id).disks[0]?.files.set("/data/note", "before");
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    stage.machine(server.id).disks[0]?.files.set("/data/note", "after");
    const { operationId } = await requestRevert(stage.ports, someone, { snapshotId, force: false });
    let isBroken = false;
    stage.hooks.onPoint = (point, detail) => {
      if (point === "servers.start") isBroken = true;
      if (isBroken && ["servers.start", "snapshots.revert", "snapshots.resume"].includes(point)) {
        throw new Error(`no answer at ${point} of ${detail.serverId}`);
      }
    };
    expect(await stage.runToEnd(operationId)).toBe("failed");
    stage.hooks.onPoint = undefined;
    expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
    // The state before is still there, also after the round that clears away what ended reverts left.
    await stage.observe();
    await removeStrayGuards(stage.ports);
    const kept = await stage.driver.snapshots.list(server.id);
    expect(kept.map((one) => one.snapshotId)).toContain(operationId);
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("stopped");
  });
});

describe("a failure", () => {
  test("stands in the server's log, once, with its reason", async () => {
    const server = await stage.makeServer();
    stage.hooks.onPoint = (point) => {
      if (point === "snapshots.create.middle") throw new AppError("diskFull");
    };
    const { operationId, snapshotId } = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
    expect(await stage.runToEnd(operationId)).toBe("failed");
    const { rows } = await stage.database.query("select outcome from activities where server_id = $1", [server.id]);
    expect(rows).toEqual([{ outcome: "diskFull" }]);
    expect(await stage.driver.snapshots.list(server.id)).toEqual([]);
    expect((await stage.ports.store.snapshots.get(snapshotId)).errorCode).toBe("diskFull");
  });
});

describe("the look at machines", () => {
  test("shows one that died by itself as stopped, and one that is not there as unknown", async () => {
    const [died, lost] = [await stage.makeServer(), await stage.makeServer()];
    stage.machine(died.id).power = "stopped";
    stage.world.machines.delete(lost.id);
    await stage.observe();
    expect((await stage.ports.store.servers.get(died.id)).state).toBe("stopped");
    expect((await stage.ports.store.servers.get(lost.id)).state).toBe("unknown");
  });

  test("never writes over what people asked for in the meantime", async () => {
    const server = await stage.makeServer();
    stage.machine(server.id).power = "stopped";
    const { servers } = stage.driver;
    const slow = {
      ...servers,
      states: async () => {
        const states = await servers.states();
        const typed = { serverId: server.id, typedName: server.name };
        await requestServerDelete(stage.ports, someone, typed);
        return states;
      },
    };
    await observeServers({ ...stage.ports, driver: { ...stage.driver, servers: slow } }, { deep: true });
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("deleting");
  });

  test("lets a machine go on that stands still for nobody, once there is room", async () => {
    const server = await stage.makeServer();
    stage.machine(server.id).power = "paused";
    const full = { ...stage.driver, space: async () => ({ totalBytes: gigabyte, freeBytes: 0 }) };
    await observeServers({ ...stage.ports, driver: full }, { deep: true });
    expect(stage.machine(server.id).power).toBe("paused");
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("unknown");

    const held = await stage.ports.machines.take(server.id);
    await observeServers(stage.ports, { deep: true });
    expect(stage.machine(server.id).power).toBe("paused");
    await held?.release();

    await observeServers(stage.ports, { deep: true });
    expect(stage.machine(server.id).power).toBe("running");
    await stage.observe();
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("running");
  });

  test("leaves a server alone on which an operation works", async () => {
    const server = await stage.makeServer();
    const { id } = await requestPower(stage.ports, someone, { serverId: server.id, action: "stop" }).then(
      ({ operationId }) => ({ id: operationId }),
    );
    const now = stage.ports.clock.now();
    await stage.ports.store.operations.claim(id, { workerId: newId(), now, leaseUntil: now + 60_000 });
    stage.machine(server.id).power = "stopped";
    await stage.observe();
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("running");
  });
});
