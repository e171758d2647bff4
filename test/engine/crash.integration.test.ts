import { copyFile, mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  builtImageName,
  type OperationInput,
  type OperationKind,
  operationSteps,
  type Requested,
  requestImageImport,
  requestImageRemove,
  requestPower,
  requestRevert,
  requestServer,
  requestServerDelete,
  requestServerEdit,
  requestSnapshot,
  requestSnapshotDelete,
  type SnapshotMode,
  type StepKey,
} from "@/engine";
import { newId } from "@/lib/ids";
import { type CrashStage, mebibyte, setCrashStage } from "./crash-stage";

const someone = { userId: null, requestId: null };
let stage: CrashStage;
/** One guest for all cases: booted once, and brought back to that instant with its RAM. */
let guest = "";
let booted = "";
/** Disks alone. */
let plain = "";
let imageId = "";

const memoryBytes = 192 * mebibyte;
let imageBytes = 0;
const id = newId();
let number = 0;
const nextName = (word: string) => `${word}-${++number}`;

const askForServer = (start: boolean) =>
  requestServer(stage.ports, someone, {
    ...{ tenantId: stage.tenantId, imageId, name: nextName("server"), vcpus: 1 },
    ...{ memoryBytes, diskBytes: [imageBytes, 64 * mebibyte], start },
  });
const askForSnapshot = (mode: SnapshotMode, quiesce = false) => {
  const wish = { serverId: guest, name: nextName("snapshot"), description: "", lock: false, expiresAt: null };
  return requestSnapshot(stage.ports, someone, { ...wish, mode, quiesce });
};
const askForDelete = (snapshotId: string) => requestSnapshotDelete(stage.ports, someone, { snapshotId });
const askForRevert = (snapshotId: string, safety = false) =>
  requestRevert(stage.ports, someone, { snapshotId, force: true, safety });
const askForPower = (action: "start" | "stop" | "forceOff") =>
  requestPower(stage.ports, someone, { serverId: guest, action });

const waitForRow = (state: string) =>
  expect
    .poll(async () => (await stage.ports.store.servers.get(guest)).state, { timeout: 30_000, interval: 50 })
    .toBe(state);

/** The guest as it was when it had just booted: quicker than booting. */
const putBack = async (): Promise<void> => {
  const { driver } = stage;
  await stage.killWorker();
  await driver.servers.forceOff(guest);
  await driver.snapshots.revert({ serverId: guest, snapshotId: booted });
  await driver.snapshots.resume({ serverId: guest, snapshotId: booted });
  await stage.ports.store.servers.update(guest, { state: "running", agent: true });
};

const switchOff = async (): Promise<void> => {
  await stage.killWorker();
  await stage.driver.servers.forceOff(guest);
  await stage.ports.store.servers.update(guest, { state: "stopped" });
};

beforeAll(async () => {
  stage = await setCrashStage();
  stage.startWorker();
  const findImage = () => stage.ports.store.images.findByName(builtImageName);
  const image = await vi.waitUntil(findImage, { timeout: 60_000 });
  imageId = image.id;
  imageBytes = image.diskBytes;
  guest = (await stage.finish(askForServer(true))).serverId;
  const hasAgent = async () => (await stage.driver.servers.facts(guest, { askAgent: true })).agent === true;
  await vi.waitUntil(hasAgent, { timeout: 120_000 });
  plain = (await stage.finish(askForSnapshot("disks"))).snapshotId;
  booted = (await stage.finish(askForSnapshot("memory"))).snapshotId;
}, 300_000);
afterAll(() => stage?.close());

type Case<K extends OperationKind> = {
  what: string;
  input: OperationInput<K>;
  /** Steps that take long enough to be hit: there a worker is also killed right at the beginning. */
  long: readonly StepKey[];
  /** Where it differs from the case before it: elsewhere a fall would say nothing new. */
  only?: readonly StepKey[];
  ask: () => Promise<() => Promise<Requested>>;
  verify?: () => Promise<void>;
};

const snapshotCase = (mode: SnapshotMode, long: readonly StepKey[], quiesce = false): Case<"snapshot.create"> => ({
  what: `in mode ${mode}${quiesce ? ", quiesced" : ""}`,
  ...(quiesce && { only: ["capture"] as const }),
  input: { serverId: id, snapshotId: id, mode, quiesce, stopTimeoutMs: 1 },
  long,
  ask: async () => {
    await putBack();
    return () => askForSnapshot(mode, quiesce);
  },
  verify: async () => {
    expect((await stage.driver.servers.facts(guest)).state).toBe("running");
    if (mode === "stop") return;
    const { ram } = await stage.readCounters(guest);
    await expect.poll(async () => (await stage.readCounters(guest)).ram, { timeout: 20_000 }).toBeGreaterThan(ram);
  },
});

/** There whole and Ready, or not there. It goes, so that the next case finds the guest with its own two. */
const verifySafety = async (operationId: string, isWanted: boolean): Promise<void> => {
  const kept = await stage.ports.store.snapshots.find(operationId);
  expect(kept?.state).toBe(isWanted ? "ready" : undefined);
  if (!kept) return;
  expect(kept).toMatchObject({ origin: "safety", consistency: "memory" });
  await stage.driver.snapshots.verify({ serverId: guest, snapshotId: operationId });
  await stage.finish(askForDelete(operationId));
};

const revertCase = (withMemory: boolean, safety = false): Case<"snapshot.revert"> => {
  let highest = 0;
  let operationId = "";
  return {
    what: `${withMemory ? "with RAM" : "to disks"}${safety ? ", with a safety snapshot" : ""}`,
    input: { serverId: id, snapshotId: id, withMemory, force: true, safety, stopTimeoutMs: 1 },
    long: ["revert", ...(withMemory ? (["resume"] as const) : [])],
    ...(safety && { only: ["record", "cleanUp"] as const }),
    ask: async () => {
      await putBack();
      highest = (await stage.readCounters(guest)).ram + 10_000;
      const stdin = `${highest}\n`;
      await stage.driver.agent.run(guest, ["/bin/tee", "/run/mark"], { timeoutMs: 20_000, stdin });
      return async () => {
        const requested = await askForRevert(withMemory ? booted : plain, safety);
        operationId = requested.operationId;
        return requested;
      };
    },
    verify: async () => {
      expect((await stage.driver.servers.facts(guest)).state).toBe("running");
      expect((await stage.ports.store.servers.get(guest)).currentSnapshotId).toBe(withMemory ? booted : plain);
      await verifySafety(operationId, safety);
      if (!withMemory) return;
      const { exitCode } = await stage.driver.agent.run(guest, ["/bin/cat", "/run/mark"], { timeoutMs: 20_000 });
      expect(exitCode).not.toBe(0);
      const { ram } = await stage.readCounters(guest);
      expect(ram).toBeLessThan(highest);
    },
  };
};

const powerCase = (action: "start" | "stop" | "forceOff") => ({
  what: "of the guest",
  long: [],
  ask: async () => {
    await (action === "start" ? switchOff() : putBack());
    return () => askForPower(action);
  },
  verify: async () => {
    expect((await stage.driver.servers.facts(guest)).state).toBe(action === "start" ? "running" : "stopped");
    await waitForRow(action === "start" ? "running" : "stopped");
  },
});

const upload = async (): Promise<{ wish: { name: string; description: string; uploadPath: string } }> => {
  const name = nextName("upload");
  await mkdir(path.join(stage.dataDir, "uploads"), { recursive: true });
  const uploadPath = path.join("uploads", `${name}.part`);
  await copyFile(path.join(stage.dataDir, "guest", "disk.qcow2"), path.join(stage.dataDir, uploadPath));
  return { wish: { name, description: "", uploadPath } };
};

let lastImage = "";
let lastServer = "";

const cases: { readonly [K in OperationKind]: readonly Case<K>[] } = {
  "image.import": [
    {
      what: "of an upload",
      input: { imageId: id, uploadPath: "x" },
      long: ["convert"],
      ask: async () => {
        const { wish } = await upload();
        return async () => {
          const requested = await requestImageImport(stage.ports, someone, wish);
          lastImage = requested.imageId;
          return requested;
        };
      },
      verify: async () => {
        expect((await stage.ports.store.images.get(lastImage)).state).toBe("ready");
        expect(await readdir(path.join(stage.dataDir, "images", lastImage))).toEqual(["disk.qcow2"]);
        expect(await readdir(path.join(stage.dataDir, "uploads"))).toEqual([]);
      },
    },
  ],
  "image.remove": [
    {
      what: "of an upload",
      input: { imageId: id },
      long: [],
      ask: async () => {
        const { wish } = await upload();
        const made = await stage.finish(requestImageImport(stage.ports, someone, wish));
        lastImage = made.imageId;
        return () => requestImageRemove(stage.ports, someone, { imageId: lastImage });
      },
      verify: async () => {
        expect(await stage.ports.store.images.find(lastImage)).toBeNull();
        expect(await readdir(path.join(stage.dataDir, "images"))).not.toContain(lastImage);
      },
    },
  ],
  "server.create": [
    {
      what: "with two disks, started",
      input: { serverId: id, imageId: id, start: true },
      long: ["makeDisks"],
      ask: async () => async () => {
        const requested = await askForServer(true);
        lastServer = requested.serverId;
        return requested;
      },
      verify: async () => {
        await stage.verifyServer(lastServer);
        expect((await stage.driver.servers.facts(lastServer)).state).toBe("running");
        await stage.driver.servers.forceOff(lastServer);
        await stage.verifyDisks(lastServer);
        await stage.driver.servers.remove(lastServer);
        await stage.ports.store.servers.remove(lastServer);
      },
    },
  ],
  "server.delete": [
    {
      what: "with its disks",
      input: { serverId: id, wasFailed: false },
      long: [],
      ask: async () => {
        lastServer = (await stage.finish(askForServer(false))).serverId;
        const { name } = await stage.ports.store.servers.get(lastServer);
        return () => requestServerDelete(stage.ports, someone, { serverId: lastServer, typedName: name });
      },
      verify: async () => {
        expect(await stage.ports.store.servers.find(lastServer)).toBeNull();
        expect(await stage.listMachineFolders()).toEqual([guest]);
      },
    },
  ],
  "server.edit": [
    {
      what: "with a disk more and one less",
      input: { serverId: id, vcpus: 1, memoryBytes, disks: [], removedDiskIds: [id] },
      long: ["configure"],
      ask: async () => {
        lastServer = (await stage.finish(askForServer(false))).serverId;
        const { disks } = await stage.ports.store.servers.get(lastServer);
        const [boot] = disks.map((disk) => ({ id: disk.id, sizeBytes: disk.sizeBytes + 8 * mebibyte }));
        const wanted = [...(boot ? [boot] : []), { id: null, sizeBytes: 128 * mebibyte }];
        return () =>
          requestServerEdit(stage.ports, someone, { serverId: lastServer, vcpus: 2, memoryBytes, disks: wanted });
      },
      verify: async () => {
        const { vcpus, disks } = await stage.ports.store.servers.get(lastServer);
        expect({ vcpus, disks: disks.length }).toEqual({ vcpus: 2, disks: 2 });
        const files = await readdir(path.join(stage.dataDir, "machines", lastServer));
        const images = files.filter((file) => file.endsWith(".qcow2") || file.endsWith(".new"));
        expect(images.sort()).toEqual(disks.map((disk) => `${disk.id}.qcow2`).sort());
        await stage.verifyDisks(lastServer);
        await stage.driver.servers.remove(lastServer);
        await stage.ports.store.servers.remove(lastServer);
      },
    },
  ],
  "server.forceOff": [{ ...powerCase("forceOff"), input: { serverId: id } }],
  "server.start": [{ ...powerCase("start"), input: { serverId: id } }],
  "server.stop": [{ ...powerCase("stop"), input: { serverId: id, timeoutMs: 1 } }],
  "snapshot.create": [
    snapshotCase("disks", []),
    snapshotCase("disks", [], true),
    snapshotCase("memory", ["capture"]),
    snapshotCase("stop", ["stop"]),
  ],
  "snapshot.delete": [
    {
      what: "of one with RAM",
      input: { serverId: id, snapshotId: id },
      long: [],
      ask: async () => {
        await putBack();
        const { snapshotId } = await stage.finish(askForSnapshot("memory"));
        return () => askForDelete(snapshotId);
      },
    },
  ],
  "snapshot.revert": [revertCase(false), revertCase(true), revertCase(true, true)],
};

const describeKind = <K extends OperationKind>(kind: K, kindCases: readonly Case<K>[]) => {
  for (const { what, input, long, only, ask, verify } of kindCases) {
    describe(`${kind} ${what}`, () => {
      for (const step of operationSteps(kind, input).filter((key) => only?.includes(key) ?? true)) {
        for (const point of long.includes(step) ? (["started", "ran"] as const) : (["ran"] as const)) {
          test(`is gone on with by the next worker when one is killed at ${step}, ${point}`, async () => {
            const send = await ask();
            await stage.crash(`${kind}/${step}/${point}`, send);
            await verify?.();
            if (kind.startsWith("snapshot.") || kind.startsWith("server.")) await stage.verifyServer(guest);
          });
        }
      }

      test("leaves the guest's disks clean", async () => {
        await switchOff();
        await stage.verifyDisks(guest);
      });
    });
  }
};

describeKind("image.import", cases["image.import"]);
describeKind("image.remove", cases["image.remove"]);
describeKind("server.create", cases["server.create"]);
describeKind("server.delete", cases["server.delete"]);
describeKind("server.edit", cases["server.edit"]);
describeKind("server.start", cases["server.start"]);
describeKind("server.stop", cases["server.stop"]);
describeKind("server.forceOff", cases["server.forceOff"]);
describeKind("snapshot.create", cases["snapshot.create"]);
describeKind("snapshot.delete", cases["snapshot.delete"]);
describeKind("snapshot.revert", cases["snapshot.revert"]);

describe("a database that is killed in the middle of an operation", () => {
  test.each(["create", "revert"] as const)("does not keep a %s from its end, in the same worker", async (what) => {
    await putBack();
    stage.startWorker();
    const requested = what === "create" ? await askForSnapshot("memory") : await askForRevert(booted);
    await expect
      .poll(async () => (await stage.operationOf(requested)).journal.length, { timeout: 30_000, interval: 10 })
      .toBeGreaterThan(2);
    await stage.killPostgres();
    expect((await stage.waitForEnd(requested)).state).toBe("done");
    await stage.verifyServer(guest);
  });
});
