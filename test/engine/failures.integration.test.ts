import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Driver,
  type OperationKind,
  operationKinds,
  removeStrayGuards,
  requestImageImport,
  requestImageRemove,
  requestPower,
  requestRevert,
  requestServer,
  requestServerDelete,
  requestServerEdit,
  requestSnapshot,
  requestSnapshotDelete,
  type Server,
} from "@/engine";
import { newId } from "@/lib/ids";
import { gigabyte, mebibyte, type Stage, setStage, someone } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

type Moment = "before" | "after";
/** A call of the driver that fails, with nothing done or with all done. `call` counts from 1. */
type Fault = { call: number; moment: Moment };

/** The driver, with its calls counted and some of them failing. */
const failingDriver = (driver: Driver, faults: readonly Fault[]) => {
  const calls: string[] = [];
  const wrap = <T extends object>(part: T, name: string): T =>
    new Proxy(part, {
      get: (target, key, receiver) => {
        const value: unknown = Reflect.get(target, key, receiver);
        if (typeof value !== "function") return value;
        return async (...given: unknown[]): Promise<unknown> => {
          calls.push(`${name}.${String(key)}`);
          const fault = faults.find(({ call }) => call === calls.length);
          if (fault?.moment === "before") throw new Error("the machine gave no answer");
          const result: unknown = await Reflect.apply(value, target, given);
          if (fault) throw new Error("the machine's answer was lost");
          return result;
        };
      },
    });
  const failing: Driver = {
    ...driver,
    space: () => wrap({ space: driver.space }, "driver").space(),
    servers: wrap(driver.servers, "servers"),
    snapshots: wrap(driver.snapshots, "snapshots"),
    images: wrap(driver.images, "images"),
  };
  return { calls, driver: failing };
};

/** Puts a machine into a power state behind the engine's back, as a guest may do by itself. */
const setPower = async (serverId: string, running: boolean): Promise<void> => {
  const { servers } = stage.driver;
  await (running ? servers.start(serverId) : servers.forceOff(serverId));
  await stage.observe();
};

type Prepared = {
  operationId: string;
  serverId: string | null;
  /** What must hold once the operation ended as `result`. */
  verify: (result: "done" | "failed") => Promise<void>;
};

const noteOf = (serverId: string) => stage.machine(serverId).disks[0]?.files.get("/data/note");
const ramNoteOf = (serverId: string) => stage.machine(serverId).ram.files.get("/run/note");
const writeNotes = (serverId: string, text: string) => {
  stage.machine(serverId).disks[0]?.files.set("/data/note", text);
  if (stage.machine(serverId).power === "running") stage.machine(serverId).ram.files.set("/run/note", text);
};

/** Nothing on the machine that has no row, nothing Ready that is not whole, and the row's state is the machine's. */
const verifyServer = async (serverId: string): Promise<void> => {
  await stage.observe();
  await removeStrayGuards(stage.ports);
  const rows = await stage.ports.store.snapshots.listByServer(serverId);
  const ready = rows.filter(({ state }) => state === "ready").map(({ id }) => id);
  const kept = await stage.driver.snapshots.list(serverId);
  expect(kept.every(({ complete }) => complete)).toBe(true);
  expect(kept.map(({ snapshotId }) => snapshotId).sort()).toEqual(ready.sort());
  expect(rows.filter(({ state }) => !["ready", "failed"].includes(state))).toEqual([]);
  expect((await stage.ports.store.servers.get(serverId)).state).toBe(stage.machine(serverId).power);
};

const prepareSnapshot = async (
  server: Server,
  mode: "disks" | "memory" | "stop",
  start: boolean,
  quiesce = false,
): Promise<Prepared> => {
  await setPower(server.id, start);
  writeNotes(server.id, "kept");
  const wish = stage.wishFor(server.id, { mode, quiesce });
  const { operationId, snapshotId } = await requestSnapshot(stage.ports, someone, wish);
  return {
    operationId,
    serverId: server.id,
    verify: async (result) => {
      const { state, errorCode } = await stage.ports.store.snapshots.get(snapshotId);
      if (result === "done") expect(state).toBe("ready");
      // A start that fails afterwards does not take the snapshot with it.
      else if (state === "ready") expect(mode).toBe("stop");
      else expect({ state, errorCode }).toEqual({ state: "failed", errorCode: "engineFailed" });
      if (state !== "ready") expect(stage.machine(server.id).power).toBe(start ? "running" : "stopped");
      expect(noteOf(server.id)).toBe("kept");
      expect(stage.machine(server.id).isFrozen).toBe(false);
      if (start && mode !== "stop") expect(ramNoteOf(server.id)).toBe("kept");
    },
  };
};

/** One server that has something to go back to, for all faults of a case. */
const setUpRevert = async (server: Server, withRam: boolean) => {
  writeNotes(server.id, "before");
  const { id: snapshotId } = await stage.makeSnapshot(server.id, { mode: withRam ? "memory" : "disks" });
  const newer = await stage.makeSnapshot(server.id);
  return { server, snapshotId, newer };
};

type RevertCase = { withRam: boolean; running: boolean; safety?: boolean };

const prepareRevert = async (
  { server, snapshotId, newer }: Awaited<ReturnType<typeof setUpRevert>>,
  { withRam, running, safety = false }: RevertCase,
): Promise<Prepared> => {
  await setPower(server.id, running);
  writeNotes(server.id, "after");
  await stage.ports.store.servers.update(server.id, { currentSnapshotId: newer.id });
  const { operationId } = await requestRevert(stage.ports, someone, { snapshotId, force: false, safety });
  return {
    operationId,
    serverId: server.id,
    verify: async (result) => {
      // There whole and Ready, or not there at all; `verifyServer` holds it against the machine.
      const kept = await stage.ports.store.snapshots.find(operationId);
      expect(kept?.state).toBe(safety && result === "done" ? "ready" : undefined);
      if (kept) expect(kept).toMatchObject({ origin: "safety", consistency: running ? "memory" : "stopped" });
      const { currentSnapshotId } = await stage.ports.store.servers.get(server.id);
      expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
      expect((await stage.ports.store.snapshots.get(newer.id)).state).toBe("ready");
      const { power } = stage.machine(server.id);
      expect(noteOf(server.id)).toBe(result === "done" ? "before" : "after");
      expect(currentSnapshotId).toBe(result === "done" ? snapshotId : newer.id);
      if (result === "done") expect(power).toBe(running || withRam ? "running" : "stopped");
      else expect(power).toBe(running ? "running" : "stopped");
      if (result === "failed" && running) expect(ramNoteOf(server.id)).toBe("after");
      if (result === "done" && withRam) expect(ramNoteOf(server.id)).toBe("before");
    },
  };
};

const preparePower = async (server: Server, action: "start" | "stop" | "forceOff"): Promise<Prepared> => {
  await setPower(server.id, action !== "start");
  const { operationId } = await requestPower(stage.ports, someone, { serverId: server.id, action });
  return {
    operationId,
    serverId: server.id,
    verify: async (result) => {
      if (result === "done") expect(stage.machine(server.id).power).toBe(action === "start" ? "running" : "stopped");
    },
  };
};

/** Each time another disk goes and a new one comes. */
const prepareEdit = async (made: Server): Promise<Prepared> => {
  await setPower(made.id, false);
  const server = await stage.ports.store.servers.get(made.id);
  const [boot] = server.disks;
  if (!boot) throw new Error("a server without a disk");
  const vcpus = (server.vcpus % 4) + 1;
  const disks = [
    { id: boot.id, sizeBytes: boot.sizeBytes + mebibyte },
    { id: null, sizeBytes: gigabyte },
  ];
  const edit = { serverId: server.id, vcpus, memoryBytes: server.memoryBytes, disks };
  const { operationId } = await requestServerEdit(stage.ports, someone, edit);
  return {
    operationId,
    serverId: server.id,
    verify: async (result) => {
      const row = await stage.ports.store.servers.get(server.id);
      const { spec, looseDisks } = stage.machine(server.id);
      // What stands when only the last data could not be removed is the change.
      const stands = result === "done" || row.vcpus === vcpus;
      expect(row.vcpus).toBe(stands ? vcpus : server.vcpus);
      expect(row.disks.length).toBe(stands ? 2 : server.disks.length);
      if (!stands) expect(row.disks.map(({ id }) => id)).toEqual(server.disks.map(({ id }) => id));
      expect(spec).toMatchObject({ vcpus: row.vcpus, memoryBytes: row.memoryBytes });
      expect(spec.disks).toEqual(row.disks.map(({ id, sizeBytes }) => ({ id, sizeBytes })));
      if (result === "done") expect([...looseDisks.keys()]).toEqual([]);
      looseDisks.clear();
    },
  };
};

let images = 0;
const upload = async () => {
  images += 1;
  await mkdir(path.join(stage.dataDir, "uploads"), { recursive: true });
  const uploadPath = path.join("uploads", `${images}.part`);
  await writeFile(path.join(stage.dataDir, uploadPath), Buffer.alloc(1_024));
  const wish = { name: `upload ${images}`, description: "", uploadPath };
  return requestImageImport(stage.ports, someone, wish);
};

const prepareCreate = async (): Promise<Prepared> => {
  const wish = { tenantId: stage.tenantId, imageId: stage.imageId, name: `made-${newId()}`, vcpus: 1 };
  const sizes = { memoryBytes: gigabyte, diskBytes: [gigabyte, gigabyte] as [number, number] };
  const { operationId, serverId } = await requestServer(stage.ports, someone, { ...wish, ...sizes, start: true });
  return {
    operationId,
    serverId: null,
    verify: async (result) => {
      const row = await stage.ports.store.servers.get(serverId);
      if (result === "done") return verifyServer(serverId);
      await stage.observe();
      // Either the machine is there and only did not start, or nothing of it is.
      if (row.state === "failed") expect(stage.world.machines.has(serverId)).toBe(false);
      else await verifyServer(serverId);
    },
  };
};

const prepareDelete = async (): Promise<Prepared> => {
  const server = await stage.makeServer();
  await stage.makeSnapshot(server.id);
  const typed = { serverId: server.id, typedName: server.name };
  const { operationId } = await requestServerDelete(stage.ports, someone, typed);
  return {
    operationId,
    serverId: null,
    verify: async (result) => {
      const row = await stage.ports.store.servers.find(server.id);
      expect(row?.state ?? "gone").toBe(result === "done" ? "gone" : "failed");
      if (result === "done") return expect(stage.world.machines.has(server.id)).toBe(false);
      // It can be deleted still.
      await stage.runRequested(requestServerDelete(stage.ports, someone, typed));
      expect(await stage.ports.store.servers.find(server.id)).toBeNull();
    },
  };
};

const prepareSnapshotDelete = async (server: Server): Promise<Prepared> => {
  const { id: snapshotId } = await stage.makeSnapshot(server.id, { mode: "memory" });
  const { operationId } = await requestSnapshotDelete(stage.ports, someone, { snapshotId });
  return {
    operationId,
    serverId: null,
    verify: async (result) => {
      const row = await stage.ports.store.snapshots.find(snapshotId);
      const kept = (await stage.driver.snapshots.list(server.id)).length;
      if (result === "done") return expect([row, kept]).toEqual([null, 0]);
      expect(row?.state).toBe(kept > 0 ? "ready" : "failed");
      await stage.runRequested(requestSnapshotDelete(stage.ports, someone, { snapshotId }));
    },
  };
};

const prepareImport = async (): Promise<Prepared> => {
  const { operationId, imageId } = await upload();
  return {
    operationId,
    serverId: null,
    verify: async (result) => {
      const image = await stage.ports.store.images.get(imageId);
      const folders = await readdir(path.join(stage.dataDir, "images")).catch((): string[] => []);
      expect(image.state).toBe(result === "done" ? "ready" : "failed");
      expect(folders.includes(imageId)).toBe(result === "done");
      expect(await readdir(path.join(stage.dataDir, "uploads"))).toEqual([]);
    },
  };
};

const prepareRemoveImage = async (): Promise<Prepared> => {
  const { operationId, imageId } = await upload();
  await stage.runToEnd(operationId);
  const removal = await requestImageRemove(stage.ports, someone, { imageId });
  return {
    operationId: removal.operationId,
    serverId: null,
    verify: async () => expect(await stage.ports.store.images.find(imageId)).toBeNull(),
  };
};

type Prepare = () => Promise<Prepared>;
/** `setUp` makes what all faults of a case share. */
type Case = { kind: OperationKind; what: string; setUp: () => Promise<Prepare> };

const onServer = (prepare: (server: Server) => Promise<Prepared>) => async (): Promise<Prepare> => {
  const server = await stage.makeServer();
  return () => prepare(server);
};
const onRevert = (how: RevertCase) => async (): Promise<Prepare> => {
  const there = await setUpRevert(await stage.makeServer(), how.withRam);
  return () => prepareRevert(there, how);
};

const cases: readonly Case[] = [
  { kind: "snapshot.create", what: "of running disks", setUp: onServer((one) => prepareSnapshot(one, "disks", true)) },
  {
    kind: "snapshot.create",
    what: "of running disks, quiesced",
    setUp: onServer((one) => prepareSnapshot(one, "disks", true, true)),
  },
  { kind: "snapshot.create", what: "of stopped disks", setUp: onServer((one) => prepareSnapshot(one, "disks", false)) },
  { kind: "snapshot.create", what: "with RAM", setUp: onServer((one) => prepareSnapshot(one, "memory", true)) },
  { kind: "snapshot.create", what: "with a stop", setUp: onServer((one) => prepareSnapshot(one, "stop", true)) },
  { kind: "snapshot.revert", what: "to disks, running", setUp: onRevert({ withRam: false, running: true }) },
  { kind: "snapshot.revert", what: "to disks, stopped", setUp: onRevert({ withRam: false, running: false }) },
  { kind: "snapshot.revert", what: "with RAM, running", setUp: onRevert({ withRam: true, running: true }) },
  { kind: "snapshot.revert", what: "with RAM, stopped", setUp: onRevert({ withRam: true, running: false }) },
  {
    kind: "snapshot.revert",
    what: "to disks, running, with a safety snapshot",
    setUp: onRevert({ withRam: false, running: true, safety: true }),
  },
  {
    kind: "snapshot.revert",
    what: "with RAM, stopped, with a safety snapshot",
    setUp: onRevert({ withRam: true, running: false, safety: true }),
  },
  { kind: "server.edit", what: "with a disk more and one less", setUp: onServer(prepareEdit) },
  { kind: "snapshot.delete", what: "of one with RAM", setUp: onServer(prepareSnapshotDelete) },
  { kind: "server.start", what: "of a stopped server", setUp: onServer((one) => preparePower(one, "start")) },
  { kind: "server.stop", what: "of a running server", setUp: onServer((one) => preparePower(one, "stop")) },
  { kind: "server.forceOff", what: "of a running server", setUp: onServer((one) => preparePower(one, "forceOff")) },
  { kind: "server.create", what: "with two disks, started", setUp: async () => prepareCreate },
  { kind: "server.delete", what: "with a snapshot", setUp: async () => prepareDelete },
  { kind: "image.import", what: "of an upload", setUp: async () => prepareImport },
  { kind: "image.remove", what: "of an unused one", setUp: async () => prepareRemoveImage },
];

const attempt = async (prepare: Prepare, faults: readonly Fault[]) => {
  const { calls, driver } = failingDriver(stage.driver, faults);
  const { operationId, serverId, verify } = await prepare();
  const result = await stage.runToEnd(operationId, { ports: { ...stage.ports, driver } });
  const where = `${result} after faults at ${faults.map(({ call, moment }) => `${moment} ${calls[call - 1]}`).join(", ")}`;
  if (result !== "done" && result !== "failed") throw new Error(`unexpected: ${where}`);
  try {
    await verify(result);
    if (serverId) await verifyServer(serverId);
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return { calls, result };
};

describe("an operation in which a call of the driver fails", () => {
  for (const { kind, what, setUp } of cases) {
    test(`${kind} ${what}: ends as promised, whichever call it is`, async () => {
      const prepare = await setUp();
      const { calls, result } = await attempt(prepare, []);
      expect(result).toBe("done");
      for (let call = 1; call <= calls.length; call += 1) {
        for (const moment of ["before", "after"] as const) await attempt(prepare, [{ call, moment }]);
      }
    });
  }

  for (const { kind, what, setUp } of cases.filter((one) => one.kind.startsWith("snapshot."))) {
    test(`${kind} ${what}: ends as promised when the first call of the way back fails, too`, async () => {
      const prepare = await setUp();
      const { calls } = await attempt(prepare, []);
      for (let call = 1; call <= calls.length; call += 1) {
        await attempt(prepare, [
          { call, moment: "before" },
          { call: call + 1, moment: "before" },
        ]);
      }
    });
  }
});

test("the cases know each kind of operation", () => {
  expect([...new Set(cases.map(({ kind }) => kind))].sort()).toEqual([...operationKinds].sort());
});
