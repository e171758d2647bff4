import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  editSnapshot,
  lockSnapshot,
  requestImageImport,
  requestImageRemove,
  requestPower,
  requestRevert,
  requestServer,
  requestServerDelete,
  requestSnapshot,
  requestSnapshotDelete,
  type Server,
  type SnapshotRequest,
  unlockSnapshot,
} from "@/engine";
import { createMemoryDriver } from "@/engine/drivers/memory";
import { newId } from "@/lib/ids";
import { expectRefusal } from "./refusal";
import { gigabyte, type Stage, setStage, someone } from "./stage";

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterAll(() => stage.close());

const ask = (serverId: string, wish: Partial<SnapshotRequest> = {}) =>
  requestSnapshot(stage.ports, someone, stage.wishFor(serverId, wish));
const setServerState = (server: Server, state: Server["state"]) =>
  stage.ports.store.servers.update(server.id, { state });

describe("a wish for a snapshot", () => {
  test("with a blank name gets a sensible one, numbered while the minute lasts", async () => {
    const server = await stage.makeServer();
    const names: string[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { snapshotId } = await ask(server.id, { name: "  " });
      names.push((await stage.ports.store.snapshots.get(snapshotId)).name);
    }
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name).toMatch(new RegExp(`^${server.name}_\\d{8}-\\d{4}(-\\d)?$`));
  });

  test("is refused for a taken name, whatever its case, also while the first is still being made", async () => {
    const server = await stage.makeServer();
    await ask(server.id, { name: "Vor dem Umbau" });
    await expectRefusal(ask(server.id, { name: " vor dem UMBAU " }), "nameTaken");
    const other = await stage.makeServer();
    await ask(other.id, { name: "Vor dem Umbau" });
  });

  test("is refused for an expiry that is past or this very instant", async () => {
    const server = await stage.makeServer();
    const now = stage.ports.clock.now();
    const frozen = { ...stage.ports, clock: { now: () => now } };
    const at = (expiresAt: number) =>
      requestSnapshot(frozen, someone, stage.wishFor(server.id, { name: `at ${expiresAt}`, expiresAt }));
    await expectRefusal(at(now - 1), "expiryInPast");
    await expectRefusal(at(now), "expiryInPast");
    await at(now + 1);
  });

  test("is refused for names and texts that are too long", async () => {
    const server = await stage.makeServer();
    await expectRefusal(ask(server.id, { name: "n".repeat(101) }), "inputInvalid");
    await expectRefusal(ask(server.id, { description: "d".repeat(501) }), "inputInvalid");
    await ask(server.id, { name: "n".repeat(100), description: "d".repeat(500) });
  });

  test("with RAM or a stop needs a running server, and no mode goes with an unknown state", async () => {
    const server = await stage.makeServer({ start: false });
    await expectRefusal(ask(server.id, { mode: "memory" }), "memoryNeedsRunning");
    await expectRefusal(ask(server.id, { mode: "stop" }), "stopNeedsRunning");
    await ask(server.id, { mode: "disks" });
    await setServerState(server, "unknown");
    for (const mode of ["disks", "memory", "stop"] as const) {
      await expectRefusal(ask(server.id, { mode }), "serverStateUnknown");
    }
    await setServerState(server, "deleting");
    await expectRefusal(ask(server.id), "serverBusy");
  });

  test("with the lock ticked is locked from the first instant on", async () => {
    const server = await stage.makeServer();
    const { snapshotId } = await ask(server.id, { lock: true, lockReason: "audit" });
    const [hold] = await stage.ports.store.holds.listStanding(snapshotId, stage.ports.clock.now());
    expect(hold?.reason).toBe("audit");
  });

  test("to quiesce is refused where nothing can be brought to rest", async () => {
    const stopped = await stage.makeServer({ start: false });
    await expectRefusal(ask(stopped.id, { quiesce: true }), "quiesceNeedsRunning");
    const running = await stage.makeServer();
    await expectRefusal(ask(running.id, { mode: "stop", quiesce: true }), "inputInvalid");
    await stage.ports.store.servers.update(running.id, { agent: false });
    await expectRefusal(ask(running.id, { quiesce: true }), "agentUnavailable");
    expect(await stage.ports.store.snapshots.listByServer(running.id)).toEqual([]);
  });

  test("for a server that is not there is refused", () => expectRefusal(ask(newId()), "notFound"));
});

describe("a snapshot that was taken", () => {
  test("remembers mode, consistency, configuration and where the server stood", async () => {
    const server = await stage.makeServer({ disks: 2 });
    const first = await stage.makeSnapshot(server.id, { mode: "disks" });
    const second = await stage.makeSnapshot(server.id, { mode: "memory" });
    const third = await stage.makeSnapshot(server.id, { mode: "stop" });
    expect([first.consistency, second.consistency, third.consistency]).toEqual(["crash", "memory", "stopped"]);
    expect([first.parentId, second.parentId, third.parentId]).toEqual([null, first.id, second.id]);
    expect((await stage.ports.store.servers.get(server.id)).currentSnapshotId).toBe(third.id);
    expect(first.config.disks.map(({ sizeBytes }) => sizeBytes)).toEqual([gigabyte, gigabyte]);
    expect(second.memoryBytes).toBe(gigabyte);
    expect(second.pauseMs).toBeGreaterThan(0);
    expect(stage.machine(server.id).power).toBe("running");
  });

  test("of a stopped server is marked stopped and leaves it stopped", async () => {
    const server = await stage.makeServer({ start: false });
    expect((await stage.makeSnapshot(server.id)).consistency).toBe("stopped");
    expect(stage.machine(server.id).power).toBe("stopped");
  });

  test("with a stop leaves a server alone that was stopped while the wish waited in line", async () => {
    const server = await stage.makeServer();
    const { operationId, snapshotId } = await ask(server.id, { mode: "stop" });
    await stage.driver.servers.forceOff(server.id);
    expect(await stage.run(operationId)).toBe("done");
    expect(stage.machine(server.id).power).toBe("stopped");
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("stopped");
    expect((await stage.ports.store.snapshots.get(snapshotId)).consistency).toBe("stopped");
  });

  test("is quiesced where the file systems were at rest, also with RAM, and says for how long", async () => {
    const server = await stage.makeServer();
    const disks = await stage.makeSnapshot(server.id, { quiesce: true });
    const memory = await stage.makeSnapshot(server.id, { mode: "memory", quiesce: true });
    expect([disks.consistency, memory.consistency]).toEqual(["quiesced", "memory"]);
    for (const { frozenMs, quiesce } of [disks, memory]) {
      expect(quiesce).toBe(true);
      expect(frozenMs).toBeGreaterThan(0);
    }
    expect((await stage.makeSnapshot(server.id)).frozenMs).toBeNull();
    expect(stage.machine(server.id).isFrozen).toBe(false);
  });

  test("needs no rest where the server was stopped while the wish waited in line", async () => {
    const server = await stage.makeServer();
    const { operationId, snapshotId } = await ask(server.id, { quiesce: true });
    await stage.driver.servers.forceOff(server.id);
    expect(await stage.run(operationId)).toBe("done");
    const snapshot = await stage.ports.store.snapshots.get(snapshotId);
    expect(snapshot).toMatchObject({ consistency: "stopped", frozenMs: null, quiesce: true });
  });

  test("fails whole when the agent answers no more once its turn comes", async () => {
    const server = await stage.makeServer();
    const { operationId, snapshotId } = await ask(server.id, { quiesce: true });
    stage.machine(server.id).hasAgent = false;
    expect(await stage.run(operationId)).toBe("failed");
    const snapshot = await stage.ports.store.snapshots.get(snapshotId);
    expect(snapshot).toMatchObject({ consistency: null, errorCode: "agentUnavailable", state: "failed" });
    expect(await stage.driver.snapshots.list(server.id)).toEqual([]);
    expect(stage.machine(server.id)).toMatchObject({ isFrozen: false, power: "running" });
  });

  test("tells how its RAM was kept in the end, when the host refuses the better way by then", async () => {
    const server = await stage.makeServer();
    const { operationId, snapshotId } = await ask(server.id, { mode: "memory" });
    const driver = createMemoryDriver({ memoryMethod: "standstill", world: stage.world });
    expect(await stage.run(operationId, { ports: { ...stage.ports, driver } })).toBe("done");
    expect(await stage.ports.store.snapshots.get(snapshotId)).toMatchObject({ memoryMethod: "standstill" });
  });

  test("of a machine that a crash left standing still lets it go on and counts as running", async () => {
    const server = await stage.makeServer();
    stage.machine(server.id).power = "paused";
    expect((await stage.makeSnapshot(server.id)).consistency).toBe("crash");
    expect(stage.machine(server.id).power).toBe("running");
  });
});

describe("a wish to delete a snapshot", () => {
  test("is refused while it is being made, put back or already deleted", async () => {
    const server = await stage.makeServer();
    const { snapshotId, operationId } = await ask(server.id);
    const remove = () => requestSnapshotDelete(stage.ports, someone, { snapshotId });
    await expectRefusal(remove(), "snapshotNotReady");
    await stage.ports.store.snapshots.update(snapshotId, { state: "creating" });
    await expectRefusal(remove(), "snapshotNotReady");
    await stage.runToEnd(operationId);
    const revert = await requestRevert(stage.ports, someone, { snapshotId, force: false });
    await expectRefusal(remove(), "snapshotNotReady");
    await stage.runToEnd(revert.operationId);
    await remove();
    await expectRefusal(remove(), "alreadyRunning");
  });

  test("is refused while it is locked, and of a failed one the lock is void", async () => {
    const server = await stage.makeServer();
    const locked = await stage.makeSnapshot(server.id, { lock: true });
    await expectRefusal(requestSnapshotDelete(stage.ports, someone, { snapshotId: locked.id }), "snapshotLocked");
    await stage.ports.store.snapshots.update(locked.id, { state: "failed", errorCode: "diskFull", errorParams: {} });
    await stage.runRequested(requestSnapshotDelete(stage.ports, someone, { snapshotId: locked.id }));
    expect(await stage.ports.store.snapshots.find(locked.id)).toBeNull();
  });

  test("is refused while its whole server is being deleted", async () => {
    const server = await stage.makeServer();
    const snapshot = await stage.makeSnapshot(server.id);
    await requestServerDelete(stage.ports, someone, { serverId: server.id, typedName: server.name });
    await expectRefusal(requestSnapshotDelete(stage.ports, someone, { snapshotId: snapshot.id }), "serverBusy");
  });

  test("gives children to its parent and moves where the server stands", async () => {
    const server = await stage.makeServer();
    const [first, second, third] = [
      await stage.makeSnapshot(server.id),
      await stage.makeSnapshot(server.id),
      await stage.makeSnapshot(server.id),
    ];
    await stage.runRequested(requestSnapshotDelete(stage.ports, someone, { snapshotId: second.id }));
    expect((await stage.ports.store.snapshots.get(third.id)).parentId).toBe(first.id);
    await stage.runRequested(requestSnapshotDelete(stage.ports, someone, { snapshotId: third.id }));
    expect((await stage.ports.store.servers.get(server.id)).currentSnapshotId).toBe(first.id);
    await stage.runRequested(requestSnapshotDelete(stage.ports, someone, { snapshotId: first.id }));
    expect((await stage.ports.store.servers.get(server.id)).currentSnapshotId).toBeNull();
    expect(await stage.driver.snapshots.list(server.id)).toEqual([]);
  });
});

describe("a wish to go back", () => {
  test("brings disks back, starts a running server again, and keeps newer snapshots, names and locks", async () => {
    const server = await stage.makeServer();
    const files = () => stage.machine(server.id).disks[0]?.files;
    files()?.set("/data/note", "before");
    const target = await stage.makeSnapshot(server.id, { name: "Before", description: "why", lock: true });
    files()?.set("/data/note", "after");
    const newer = await stage.makeSnapshot(server.id);
    await stage.runRequested(requestRevert(stage.ports, someone, { snapshotId: target.id, force: false }));
    expect(files()?.get("/data/note")).toBe("before");
    expect(stage.machine(server.id).power).toBe("running");
    const row = await stage.ports.store.servers.get(server.id);
    expect(row).toMatchObject({ state: "running", currentSnapshotId: target.id, name: server.name });
    const after = await stage.ports.store.snapshots.get(target.id);
    expect(after).toMatchObject({ state: "ready", name: "Before", description: "why", config: target.config });
    expect(await stage.ports.store.holds.listStanding(target.id, stage.ports.clock.now())).toHaveLength(1);
    expect((await stage.ports.store.snapshots.get(newer.id)).state).toBe("ready");
    expect((await stage.driver.snapshots.list(server.id)).map(({ snapshotId }) => snapshotId).sort()).toEqual(
      [target.id, newer.id].sort(),
    );
  });

  test("leaves a stopped server stopped for disks, and lets it go on with RAM", async () => {
    const server = await stage.makeServer();
    const disks = await stage.makeSnapshot(server.id);
    stage.machine(server.id).ram.files.set("/run/note", "in RAM");
    const memory = await stage.makeSnapshot(server.id, { mode: "memory" });
    await stage.runRequested(requestPower(stage.ports, someone, { serverId: server.id, action: "stop" }));
    await stage.runRequested(requestRevert(stage.ports, someone, { snapshotId: disks.id, force: false }));
    expect(stage.machine(server.id).power).toBe("stopped");
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("stopped");
    await stage.runRequested(requestRevert(stage.ports, someone, { snapshotId: memory.id, force: false }));
    expect(stage.machine(server.id).ram.files.get("/run/note")).toBe("in RAM");
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("running");
  });

  test("changes nothing when the guest does not stop, and cuts the power when that was ticked", async () => {
    const server = await stage.makeServer();
    const target = await stage.makeSnapshot(server.id);
    const machine = stage.machine(server.id);
    machine.isDeaf = true;
    machine.disks[0]?.files.set("/data/note", "kept");
    const polite = await requestRevert(stage.ports, someone, { snapshotId: target.id, force: false });
    expect(await stage.runToEnd(polite.operationId)).toBe("failed");
    expect((await stage.getOperation(polite.operationId)).errorCode).toBe("stopTimedOut");
    expect(machine.power).toBe("running");
    expect(machine.disks[0]?.files.get("/data/note")).toBe("kept");
    expect((await stage.ports.store.snapshots.get(target.id)).state).toBe("ready");
    await stage.runRequested(requestRevert(stage.ports, someone, { snapshotId: target.id, force: true }));
    expect(machine.disks[0]?.files.has("/data/note")).toBe(false);
    expect(machine.power).toBe("running");
  });

  test("is refused for every state but Ready, and for an unknown server", async () => {
    const server = await stage.makeServer();
    const snapshot = await stage.makeSnapshot(server.id);
    const revert = () => requestRevert(stage.ports, someone, { snapshotId: snapshot.id, force: false });
    for (const state of ["pending", "creating", "reverting", "deleting", "failed"] as const) {
      await stage.ports.store.snapshots.update(snapshot.id, { state });
      await expectRefusal(revert(), "snapshotNotReady");
    }
    await stage.ports.store.snapshots.update(snapshot.id, { state: "ready" });
    await setServerState(server, "unknown");
    await expectRefusal(revert(), "serverStateUnknown");
  });

  test("is refused while anything works on the server", async () => {
    const server = await stage.makeServer();
    const snapshot = await stage.makeSnapshot(server.id);
    const { operationId } = await ask(server.id);
    const revert = () => requestRevert(stage.ports, someone, { snapshotId: snapshot.id, force: false });
    await expectRefusal(revert(), "serverBusy");
    await stage.runToEnd(operationId);
    await revert();
    await expectRefusal(revert(), "alreadyRunning");
  });

  test("finds damaged RAM before it touches the machine", async () => {
    const server = await stage.makeServer();
    const snapshot = await stage.makeSnapshot(server.id, { mode: "memory" });
    const kept = stage.machine(server.id).snapshots.get(snapshot.id);
    if (kept) kept.isMemoryDamaged = true;
    stage.machine(server.id).ram.files.set("/run/note", "goes on");
    const { operationId } = await requestRevert(stage.ports, someone, { snapshotId: snapshot.id, force: false });
    expect(await stage.runToEnd(operationId)).toBe("failed");
    expect((await stage.getOperation(operationId)).errorCode).toBe("memoryFileDamaged");
    expect(stage.machine(server.id).ram.files.get("/run/note")).toBe("goes on");
  });
});

describe("a lock", () => {
  test("stays one however often it is put on, and goes wholly", async () => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    const holds = () => stage.ports.store.holds.listStanding(snapshotId, stage.ports.clock.now());
    await Promise.all([1, 2, 3].map(() => lockSnapshot(stage.ports, someone, { snapshotId, reason: "" })));
    expect(await holds()).toHaveLength(1);
    await unlockSnapshot(stage.ports, { snapshotId });
    expect(await holds()).toHaveLength(0);
  });

  test("is refused on what is being deleted or has failed", async () => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    for (const state of ["deleting", "failed"] as const) {
      await stage.ports.store.snapshots.update(snapshotId, { state });
      await expectRefusal(lockSnapshot(stage.ports, someone, { snapshotId, reason: "" }), "snapshotNotReady");
    }
  });
});

describe("an edit", () => {
  test("renames and describes, and may keep its own name in another case", async () => {
    const server = await stage.makeServer();
    const { id: snapshotId } = await stage.makeSnapshot(server.id, { name: "first" });
    await editSnapshot(stage.ports, { snapshotId, name: " First ", description: " text " });
    expect(await stage.ports.store.snapshots.get(snapshotId)).toMatchObject({ name: "First", description: "text" });
  });

  test("is refused for blank, long and taken names and for an expiry in the past", async () => {
    const server = await stage.makeServer();
    await stage.makeSnapshot(server.id, { name: "taken" });
    const { id: snapshotId } = await stage.makeSnapshot(server.id);
    const edit = (change: { name?: string; description?: string; expiresAt?: number }) =>
      editSnapshot(stage.ports, { snapshotId, name: "fine", description: "", ...change });
    await expectRefusal(edit({ name: " " }), "inputInvalid");
    await expectRefusal(edit({ name: "n".repeat(101) }), "inputInvalid");
    await expectRefusal(edit({ description: "d".repeat(501) }), "inputInvalid");
    await expectRefusal(edit({ name: "TAKEN" }), "nameTaken");
    await expectRefusal(edit({ expiresAt: stage.ports.clock.now() - 1 }), "expiryInPast");
  });
});

describe("power", () => {
  test("is refused where it makes no sense", async () => {
    const server = await stage.makeServer();
    const power = (action: "start" | "stop" | "forceOff") =>
      requestPower(stage.ports, someone, { serverId: server.id, action });
    await expectRefusal(power("start"), "serverNotStopped");
    await stage.runRequested(power("stop"));
    await expectRefusal(power("stop"), "serverNotRunning");
    await expectRefusal(power("forceOff"), "serverNotRunning");
    await setServerState(server, "unknown");
    await expectRefusal(power("stop"), "serverStateUnknown");
    await stage.runRequested(power("start"));
    await power("stop");
    await expectRefusal(power("stop"), "alreadyRunning");
    await expectRefusal(power("start"), "serverBusy");
  });
});

describe("servers", () => {
  const wish = { vcpus: 1, memoryBytes: gigabyte, diskBytes: [gigabyte] as [number], start: false };

  test("are refused for taken names, sizes out of bounds and images that are not ready", async () => {
    const { imageId, tenantId } = stage;
    const create = (change: object) =>
      requestServer(stage.ports, someone, { ...wish, tenantId, imageId, name: "fresh", ...change });
    await create({ name: "taken" });
    await expectRefusal(create({ name: "TAKEN" }), "nameTaken");
    await expectRefusal(create({ name: "-no" }), "inputInvalid");
    await expectRefusal(create({ memoryBytes: 1 }), "inputInvalid");
    await expectRefusal(create({ diskBytes: [gigabyte - 1] }), "inputInvalid");
    await expectRefusal(create({ imageId: newId() }), "notFound");
  });

  test("that come with one name in the same moment are one and a refusal", async () => {
    const { imageId, tenantId } = stage;
    const create = () => requestServer(stage.ports, someone, { ...wish, tenantId, imageId, name: "twin" });
    const results = await Promise.allSettled([create(), create(), create()]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results) {
      if (result.status === "rejected") await expectRefusal(Promise.reject(result.reason), "nameTaken");
    }
  });

  test("with a locked snapshot are not deleted, and the refusal names it", async () => {
    const server = await stage.makeServer();
    await stage.makeSnapshot(server.id, { name: "audit", lock: true });
    const remove = (typedName = server.name) =>
      requestServerDelete(stage.ports, someone, { serverId: server.id, typedName });
    await expectRefusal(remove("something else"), "conflict");
    await expect(remove()).rejects.toMatchObject({ code: "serverHasLocked", params: { names: "audit" } });
    expect((await stage.ports.store.servers.get(server.id)).state).toBe("running");
  });

  test("are deleted with disks, snapshots and rows", async () => {
    const server = await stage.makeServer();
    const snapshot = await stage.makeSnapshot(server.id);
    await stage.runRequested(
      requestServerDelete(stage.ports, someone, { serverId: server.id, typedName: server.name }),
    );
    expect(await stage.ports.store.servers.find(server.id)).toBeNull();
    expect(await stage.ports.store.snapshots.find(snapshot.id)).toBeNull();
    expect(stage.world.machines.has(server.id)).toBe(false);
  });

  test("are not deleted while anything works on them", async () => {
    const server = await stage.makeServer();
    await ask(server.id);
    const remove = requestServerDelete(stage.ports, someone, { serverId: server.id, typedName: server.name });
    await expectRefusal(remove, "serverBusy");
  });
});

describe("images", () => {
  test("sent twice with one key are one image", async () => {
    const by = { ...someone, idempotencyKey: newId() };
    const send = () => requestImageImport(stage.ports, by, { name: "Twice", description: "", uploadPath: "uploads/x" });
    const [first, second] = [await send(), await send()];
    expect(second).toEqual(first);
  });

  test("are kept while a server is being made from them, and go afterwards", async () => {
    const { imageId, tenantId } = stage;
    const server = { ...{ vcpus: 1, memoryBytes: gigabyte, start: false }, tenantId, imageId, name: "from-image" };
    const { operationId } = await requestServer(stage.ports, someone, { ...server, diskBytes: [gigabyte] });
    await expectRefusal(requestImageRemove(stage.ports, someone, { imageId }), "imageInUse");
    await stage.runToEnd(operationId);
  });
});
