import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  expireSnapshots,
  type RevertRequest,
  removeStrayGuards,
  requestPower,
  requestRevert,
  requestServerEdit,
  requestSnapshot,
  type Server,
  safetyKeepMs,
} from "@/engine";
import { newId } from "@/lib/ids";
import { expectRefusal } from "./refusal";
import { gigabyte, mebibyte, type Stage, setStage, someone } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const revert = (snapshotId: string, wish: Partial<RevertRequest> = {}) =>
  stage.runRequested(requestRevert(stage.ports, someone, { snapshotId, force: false, ...wish }));
const stop = (serverId: string) =>
  stage.runRequested(requestPower(stage.ports, someone, { serverId, action: "forceOff" }));
const rowOf = (serverId: string) => stage.ports.store.servers.get(serverId);
const files = (serverId: string, disk = 0) => stage.machine(serverId).disks[disk]?.files ?? new Map<string, string>();
const ram = (serverId: string) => stage.machine(serverId).ram.files;

const write = (serverId: string, text: string) => {
  files(serverId).set("/data/note", text);
  ram(serverId).set("/run/note", text);
};
const notes = (serverId: string) => [files(serverId).get("/data/note"), ram(serverId).get("/run/note")];

type Change = { vcpus?: number; memoryBytes?: number; grow?: number; add?: number; remove?: string };

/** Changes a stopped server: more of what is named, `remove` a disk by its id. */
const wishToEdit = async (serverId: string, { vcpus, memoryBytes, grow = 0, add, remove }: Change) => {
  const server = await rowOf(serverId);
  const kept = server.disks.filter(({ id }) => id !== remove);
  const disks = kept.map(({ id, sizeBytes }) => ({ id, sizeBytes: sizeBytes + grow }));
  return requestServerEdit(stage.ports, someone, {
    serverId,
    vcpus: vcpus ?? server.vcpus,
    memoryBytes: memoryBytes ?? server.memoryBytes,
    disks: [...disks, ...(add ? [{ id: null, sizeBytes: add }] : [])],
  });
};
const edit = (serverId: string, change: Change) => stage.runRequested(wishToEdit(serverId, change));

describe("a safety snapshot", () => {
  test("is the present before the revert, whole, beside the others and under its own short time", async () => {
    const server = await stage.makeServer();
    write(server.id, "before");
    const target = await stage.makeSnapshot(server.id, { name: "target" });
    write(server.id, "present");
    const at = stage.ports.clock.now();
    const { operationId } = await revert(target.id, { safety: true });
    const kept = await stage.ports.store.snapshots.get(operationId);
    expect(kept).toMatchObject({
      ...{ origin: "safety", state: "ready", mode: "memory", consistency: "memory", parentId: target.id },
      ...{ name: expect.stringMatching(/^before-revert_\d{8}-\d{4}$/), memoryMethod: "background" },
    });
    expect(kept.takenAt).toBeGreaterThanOrEqual(at);
    expect(kept.memoryBytes).toBeGreaterThan(0);
    expect((kept.expiresAt ?? 0) - at).toBeGreaterThanOrEqual(safetyKeepMs);
    expect((await rowOf(server.id)).currentSnapshotId).toBe(target.id);
    await removeStrayGuards(stage.ports);
    expect((await stage.driver.snapshots.list(server.id)).map(({ snapshotId }) => snapshotId).sort()).toEqual(
      [target.id, operationId].sort(),
    );
  });

  test("is of disks where there is no room for RAM, and says so", async () => {
    const server = await stage.makeServer();
    const target = await stage.makeSnapshot(server.id);
    const { freeBytes } = stage.world;
    stage.world.freeBytes = gigabyte;
    const { operationId } = await revert(target.id, { safety: true });
    stage.world.freeBytes = freeBytes;
    expect(await stage.ports.store.snapshots.get(operationId)).toMatchObject({ mode: "disks", consistency: "crash" });
  });

  test("that can't be made keeps the revert from happening, and leaves no row", async () => {
    const server = await stage.makeServer();
    const target = await stage.makeSnapshot(server.id);
    write(server.id, "present");
    const { operationId } = await requestRevert(stage.ports, someone, {
      ...{ snapshotId: target.id, force: false, safety: true },
    });
    stage.hooks.onPoint = (point) => {
      if (point === "snapshots.create.middle") throw new Error("no room");
    };
    expect(await stage.runToEnd(operationId)).toBe("failed");
    stage.hooks.onPoint = undefined;
    expect(await stage.ports.store.snapshots.find(operationId)).toBeNull();
    expect(notes(server.id)).toEqual(["present", "present"]);
    expect((await stage.ports.store.snapshots.get(target.id)).state).toBe("ready");
  });

  test("is not made when it was ticked off, and nothing is left of what guarded the revert", async () => {
    const server = await stage.makeServer();
    const target = await stage.makeSnapshot(server.id);
    await revert(target.id);
    expect(await stage.ports.store.snapshots.listByServer(server.id)).toHaveLength(1);
    expect(await stage.driver.snapshots.list(server.id)).toHaveLength(1);
  });

  test("gets a number where two fall into one minute", async () => {
    const server = await stage.makeServer();
    const target = await stage.makeSnapshot(server.id);
    for (let count = 0; count < 3; count += 1) await revert(target.id, { safety: true });
    const names = (await stage.ports.store.snapshots.listByServer(server.id)).map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
  });

  test("goes by itself when its time is over", async () => {
    const server = await stage.makeServer();
    const target = await stage.makeSnapshot(server.id);
    const { operationId } = await revert(target.id, { safety: true });
    const { clock } = stage.ports;
    const later = { ...stage.ports, clock: { now: () => clock.now() + safetyKeepMs } };
    await expireSnapshots(later);
    expect((await stage.ports.store.snapshots.get(operationId)).state).toBe("deleting");
    expect((await stage.ports.store.snapshots.get(target.id)).state).toBe("ready");
  });
});

describe("undoing a revert", () => {
  test("brings the present back, RAM and all, and can itself be undone", async () => {
    const server = await stage.makeServer();
    write(server.id, "before");
    const target = await stage.makeSnapshot(server.id, { mode: "memory" });
    write(server.id, "present");
    const first = await revert(target.id, { safety: true });
    expect(notes(server.id)).toEqual(["before", "before"]);
    const undone = await revert(first.operationId, { safety: true });
    expect(notes(server.id)).toEqual(["present", "present"]);
    expect((await rowOf(server.id)).currentSnapshotId).toBe(first.operationId);
    await revert(undone.operationId, { safety: true });
    expect(notes(server.id)).toEqual(["before", "before"]);
  });

  test("acts once for one key, and a second wish meanwhile is told so", async () => {
    const server = await stage.makeServer();
    const target = await stage.makeSnapshot(server.id);
    const { operationId: snapshotId } = await revert(target.id, { safety: true });
    const by = { ...someone, idempotencyKey: newId() };
    const wish = { snapshotId, force: false, safety: true };
    const [one, two] = [await requestRevert(stage.ports, by, wish), await requestRevert(stage.ports, by, wish)];
    expect(two).toEqual(one);
    await expectRefusal(requestRevert(stage.ports, someone, wish), "alreadyRunning");
    expect(await stage.runToEnd(one.operationId)).toBe("done");
  });
});

describe("the configuration", () => {
  const setUp = async (mode: "disks" | "memory", change: Change): Promise<{ server: Server; snapshotId: string }> => {
    const server = await stage.makeServer({ disks: 2 });
    write(server.id, "before");
    const { id: snapshotId } = await stage.makeSnapshot(server.id, { mode });
    await stop(server.id);
    await edit(server.id, change);
    return { server, snapshotId };
  };
  const madeOf = ({ vcpus, memoryBytes, disks, nics }: Server) => ({
    ...{ vcpus, memoryBytes, nics },
    disks: disks.map(({ id, position, sizeBytes }) => ({ id, position, sizeBytes })),
  });

  test("comes back with disks, and again with the undo; name and tenant do not", async () => {
    const change = { vcpus: 4, memoryBytes: 2 * gigabyte, grow: gigabyte };
    const { server, snapshotId } = await setUp("disks", change);
    const changed = await rowOf(server.id);
    expect(changed).toMatchObject({ vcpus: 4, memoryBytes: 2 * gigabyte });
    await stage.ports.store.servers.update(server.id, { name: `${server.name}-renamed` });
    const { operationId } = await revert(snapshotId, { safety: true });
    const after = await rowOf(server.id);
    expect(madeOf(after)).toEqual(madeOf(server));
    expect(after).toMatchObject({ name: `${server.name}-renamed`, state: "stopped" });
    expect(stage.machine(server.id).spec).toMatchObject({ vcpus: 1, memoryBytes: gigabyte });
    await revert(operationId);
    expect(madeOf(await rowOf(server.id))).toEqual(madeOf(changed));
    expect(stage.machine(server.id).spec.disks.map(({ sizeBytes }) => sizeBytes)).toEqual([2 * gigabyte, 2 * gigabyte]);
  });

  test("comes back with RAM, which then fits again", async () => {
    const { server, snapshotId } = await setUp("memory", { vcpus: 4, memoryBytes: 2 * gigabyte, grow: gigabyte });
    await revert(snapshotId);
    expect(notes(server.id)).toEqual(["before", "before"]);
    expect(await rowOf(server.id)).toMatchObject({ vcpus: 1, memoryBytes: gigabyte, state: "running" });
  });

  test("keeps a disk that was added since, with its data, and offers RAM no more but disks", async () => {
    const { server, snapshotId } = await setUp("memory", { add: 2 * gigabyte });
    files(server.id, 2).set("/kept", "mine");
    const withMemory = () => requestRevert(stage.ports, someone, { snapshotId, force: false });
    await expectRefusal(withMemory(), "memoryDoesNotFit");
    expect((await stage.ports.store.snapshots.get(snapshotId)).state).toBe("ready");
    await revert(snapshotId, { disksOnly: true, safety: true });
    expect((await rowOf(server.id)).disks.map(({ sizeBytes }) => sizeBytes)).toEqual([
      gigabyte,
      gigabyte,
      2 * gigabyte,
    ]);
    expect(files(server.id, 2).get("/kept")).toBe("mine");
    expect(files(server.id).get("/data/note")).toBe("before");
    expect(stage.machine(server.id).power).toBe("stopped");
    // The RAM is still there for the day on which the disk is gone.
    await stage.driver.snapshots.verify({ serverId: server.id, snapshotId });
  });

  test("that a failed revert had begun to bring back is taken back with it", async () => {
    const { server, snapshotId } = await setUp("disks", { vcpus: 4, grow: gigabyte });
    const changed = madeOf(await rowOf(server.id));
    const { operationId } = await requestRevert(stage.ports, someone, { snapshotId, force: false });
    let failures = 0;
    stage.hooks.onPoint = (point) => {
      if (point === "servers.configure" && ++failures === 1) throw new Error("no answer");
    };
    expect(await stage.runToEnd(operationId)).toBe("failed");
    stage.hooks.onPoint = undefined;
    expect(madeOf(await rowOf(server.id))).toEqual(changed);
    const { vcpus, disks } = stage.machine(server.id).spec;
    expect({ vcpus, disks }).toEqual({
      vcpus: 4,
      disks: changed.disks.map(({ id, sizeBytes }) => ({ id, sizeBytes })),
    });
  });
});

describe("the state after a revert", () => {
  test.each([
    { mode: "memory", running: true, disksOnly: false, power: "running", goesOn: true },
    { mode: "memory", running: false, disksOnly: false, power: "running", goesOn: true },
    { mode: "memory", running: true, disksOnly: true, power: "running", goesOn: false },
    { mode: "memory", running: false, disksOnly: true, power: "stopped", goesOn: false },
    { mode: "disks", running: true, disksOnly: false, power: "running", goesOn: false },
    { mode: "disks", running: false, disksOnly: false, power: "stopped", goesOn: false },
  ] as const)("$mode, running: $running, disks only: $disksOnly is $power", async (how) => {
    const server = await stage.makeServer();
    write(server.id, "before");
    const { id } = await stage.makeSnapshot(server.id, { mode: how.mode });
    if (!how.running) await stop(server.id);
    await revert(id, { disksOnly: how.disksOnly });
    expect(stage.machine(server.id).power).toBe(how.power);
    expect((await rowOf(server.id)).state).toBe(how.power);
    expect(notes(server.id)).toEqual(["before", how.goesOn ? "before" : undefined]);
  });

  test("damaged RAM keeps nobody from its disks", async () => {
    const server = await stage.makeServer();
    const { id } = await stage.makeSnapshot(server.id, { mode: "memory" });
    const kept = stage.machine(server.id).snapshots.get(id);
    if (kept) kept.isMemoryDamaged = true;
    await revert(id, { disksOnly: true });
  });
});

describe("changing the size of a server", () => {
  test("needs it stopped, free, and within what the host offers", async () => {
    const server = await stage.makeServer();
    await expectRefusal(wishToEdit(server.id, { vcpus: 2 }), "serverNotStopped");
    await stop(server.id);
    await expectRefusal(wishToEdit(server.id, { vcpus: 17 }), "inputInvalid");
    await expectRefusal(wishToEdit(server.id, { memoryBytes: mebibyte }), "inputInvalid");
    await expectRefusal(wishToEdit(server.id, { add: mebibyte }), "inputInvalid");
    await expectRefusal(wishToEdit(server.id, { grow: -mebibyte }), "inputInvalid");
    await expectRefusal(wishToEdit(server.id, { remove: server.disks[0]?.id ?? "", add: gigabyte }), "inputInvalid");
    const { operationId } = await wishToEdit(server.id, { vcpus: 2 });
    await expectRefusal(wishToEdit(server.id, { vcpus: 3 }), "alreadyRunning");
    expect(await stage.runToEnd(operationId)).toBe("done");
  });

  test("does not take another server's disk", async () => {
    const [server, other] = [await stage.makeServer({ start: false }), await stage.makeServer({ start: false })];
    const disks = [...server.disks, ...other.disks].map(({ id, sizeBytes }) => ({ id, sizeBytes }));
    const wish = { serverId: server.id, vcpus: 1, memoryBytes: gigabyte, disks };
    await expectRefusal(requestServerEdit(stage.ports, someone, wish), "inputInvalid");
  });

  test("removes an added disk with its data, but none that a snapshot needs", async () => {
    const server = await stage.makeServer({ start: false });
    await edit(server.id, { add: gigabyte });
    const added = (await rowOf(server.id)).disks[1]?.id ?? "";
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    await expectRefusal(wishToEdit(server.id, { remove: added }), "diskInSnapshots");
    await stage.ports.store.snapshots.update(snapshotId, { state: "failed", errorCode: "diskFull", errorParams: {} });
    await edit(server.id, { remove: added });
    expect((await rowOf(server.id)).disks).toHaveLength(1);
    expect(stage.machine(server.id).looseDisks.size).toBe(0);
  });

  test("is what a snapshot that waited meanwhile tells of", async () => {
    const server = await stage.makeServer({ start: false });
    const { operationId } = await wishToEdit(server.id, { vcpus: 3 });
    const asked = await requestSnapshot(stage.ports, someone, stage.wishFor(server.id));
    expect(await stage.runToEnd(operationId)).toBe("done");
    expect(await stage.runToEnd(asked.operationId)).toBe("done");
    expect((await stage.ports.store.snapshots.get(asked.snapshotId)).config.vcpus).toBe(3);
  });
});
