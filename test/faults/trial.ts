import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import {
  type Requested,
  requestPower,
  requestRevert,
  requestSnapshot,
  requestSnapshotDelete,
  type Snapshot,
} from "@/engine";
import type { CrashStage } from "../engine/crash-stage";
import { type FaultKind, strike } from "./faults";
import { createGuest } from "./guest";
import type { Random } from "./random";

const run = promisify(execFile);
const someone = { userId: null, requestId: null };
const mebibyte = 2 ** 20;

/** No operation may take longer, whatever fell; a guest that does not stop is waited for alone 90 s: ms. */
const patienceMs = 180_000;
/** Enough to choose from; beyond that one is deleted before the next is made. */
const mostSnapshots = 4;

const wishes = [
  "create disks",
  "create memory",
  "create stop",
  "revert",
  "delete",
  "start",
  "stop",
  "forceOff",
] as const;
export type Wish = (typeof wishes)[number];

/** About how long each takes where nothing falls, so that faults fall into it and around it: ms. */
const spans: Readonly<Record<Wish, number>> = {
  "create disks": 250,
  "create memory": 1_800,
  "create stop": 3_000,
  revert: 3_500,
  delete: 200,
  start: 1_500,
  stop: 1_500,
  forceOff: 300,
};

/** What stood in the guest when a snapshot was asked for, and what its disks held when it was first seen Ready. */
type Kept = { diskMark: string; ramMark: string; digests: readonly string[] | null };

export type Outcome = { wish: Wish; fault: FaultKind; hit: boolean; end: string; problems: string[] };

/** A guest, its snapshots and what is known of them, through any number of faults. */
export const createTrial = (stage: CrashStage, serverId: string, random: Random) => {
  const kept = new Map<string, Kept>();
  let count = 0;

  const guest = createGuest(stage, serverId);

  /**
   * What a snapshot's disks hold, wherever it is allocated: copied one cluster after the other, the same content makes
   * the same file, without the gigabytes that are empty.
   */
  const digest = async (snapshotId: string): Promise<string[]> => {
    const { disks } = await stage.ports.store.servers.get(serverId);
    const digests: string[] = [];
    for (const { id } of disks) {
      const copy = path.join(stage.dataDir, "digest.qcow2");
      const source = path.join(stage.dataDir, "machines", serverId, `${id}.qcow2`);
      const from = ["-U", "-f", "qcow2", "-l", `snapshot.name=${snapshotId}`];
      await run("qemu-img", ["convert", "-m", "1", ...from, "-O", "qcow2", source, copy]);
      digests.push(
        createHash("sha256")
          .update(await readFile(copy))
          .digest("hex"),
      );
      await rm(copy);
    }
    return digests;
  };

  const listReady = async (): Promise<Snapshot[]> =>
    (await stage.ports.store.snapshots.listByServer(serverId)).filter(({ state }) => state === "ready");

  const choose = async (): Promise<Wish> => {
    const ready = await listReady();
    if (ready.length > mostSnapshots) return "delete";
    const running = await guest.isRunning();
    if (ready.length < 2) return running ? random.pick(["create disks", "create memory"]) : "create disks";
    return running
      ? random.pick(["create disks", "create memory", "create stop", "revert", "revert", "delete", "stop", "forceOff"])
      : random.pick(["create disks", "revert", "delete", "start", "start"]);
  };

  let lastMarks = { disk: "", ram: "" };

  const create = async (mode: "disks" | "memory" | "stop"): Promise<Requested> => {
    const text = await guest.mark();
    if (text !== null) lastMarks = { disk: text, ram: text };
    const name = `trial-${++count}`;
    const wish = { serverId, name, description: "", mode, lock: false, expiresAt: null };
    const requested = await requestSnapshot(stage.ports, someone, wish);
    kept.set(requested.snapshotId, { diskMark: lastMarks.disk, ramMark: lastMarks.ram, digests: null });
    return requested;
  };

  const ask = async (wish: Wish): Promise<Requested> => {
    switch (wish) {
      case "create disks":
        return create("disks");
      case "create memory":
        return create("memory");
      case "create stop":
        return create("stop");
      case "revert":
      case "delete": {
        const [first, ...others] = await listReady();
        if (!first) throw new Error("no snapshot to choose from");
        const { id: snapshotId } = random.pick([first, ...others]);
        if (wish === "delete") return requestSnapshotDelete(stage.ports, someone, { snapshotId });
        return requestRevert(stage.ports, someone, { snapshotId, force: true });
      }
      case "start":
      case "stop":
      case "forceOff":
        return requestPower(stage.ports, someone, { serverId, action: wish });
    }
  };

  const waitForEnd = async (requested: Requested): Promise<string> => {
    const until = Date.now() + patienceMs;
    while (Date.now() < until) {
      const { state } = await stage.operationOf(requested).catch(() => ({ state: "waiting" }));
      if (state === "done" || state === "failed" || state === "cancelled") return state;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return "hung";
  };

  /** Row and machine must come to agree on the power state, and no guest may be left standing still. */
  const checkPower = async (): Promise<string[]> => {
    let told = "";
    const agree = async () => {
      const [{ state: power }, { state: row }] = await Promise.all([
        stage.driver.servers.facts(serverId),
        stage.ports.store.servers.get(serverId),
      ]);
      told = `the machine is ${power}, its row says ${row}`;
      return power === row;
    };
    const end = Date.now() + 30_000;
    while (!(await agree().catch(() => false))) {
      if (Date.now() > end) return [told];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return [];
  };

  const checkSnapshots = async (): Promise<string[]> => {
    const problems: string[] = [];
    const rows = await stage.ports.store.snapshots.listByServer(serverId);
    for (const { id, name, state } of rows) {
      if (state === "failed") continue;
      if (state !== "ready") problems.push(`${name} is left ${state}`);
      try {
        await stage.driver.snapshots.verify({ serverId, snapshotId: id });
        const known = kept.get(id);
        const digests = await digest(id);
        if (known?.digests && known.digests.join() !== digests.join())
          problems.push(`${name} holds other bytes than before`);
        if (known) kept.set(id, { ...known, digests });
      } catch (error) {
        problems.push(`${name} says ready and is not whole: ${error}`);
      }
    }
    const known = new Set(rows.map(({ id }) => id));
    for (const { snapshotId } of await stage.driver.snapshots.list(serverId)) {
      if (!known.has(snapshotId)) problems.push(`${snapshotId} is on the machine and in no row`);
    }
    return problems;
  };

  /** Goes back to one that says Ready by the product's own way, and looks whether the guest is as it was then. */
  const checkRevert = async (snapshot: Snapshot): Promise<string[]> => {
    const { id: snapshotId, name, consistency } = snapshot;
    const requested = await requestRevert(stage.ports, someone, { snapshotId, force: true });
    const end = await waitForEnd(requested);
    if (end !== "done") return [`${name} says ready, and going back to it ended as ${end}`];
    const known = kept.get(snapshotId);
    if (!known) return [];
    if (!(await guest.isRunning())) await stage.driver.servers.start(serverId);
    await guest.waitForAgent();
    const problems: string[] = [];
    const disk = await guest.read("/data/mark");
    if (disk !== known.diskMark) problems.push(`${name}: the disk says "${disk}", not "${known.diskMark}"`);
    if (consistency === "memory") {
      const ram = await guest.read("/run/mark");
      if (ram !== known.ramMark) problems.push(`${name}: RAM says "${ram}", not "${known.ramMark}"`);
    }
    lastMarks = { disk: known.diskMark, ram: known.ramMark };
    return problems;
  };

  const clearFailed = async (): Promise<void> => {
    for (const { id, state } of await stage.ports.store.snapshots.listByServer(serverId)) {
      if (state === "failed") await stage.finish(requestSnapshotDelete(stage.ports, someone, { snapshotId: id }));
    }
  };

  return {
    /** One wish, one fault in the middle of it, and everything that must hold afterwards. */
    once: async (faults: readonly [FaultKind, ...FaultKind[]]): Promise<Outcome> => {
      const wish = await choose();
      const fault = random.pick(faults);
      const delayMs = random.below(spans[wish] * 1.2);
      const leftBytes = Math.floor(random.below(48)) * mebibyte;
      const requested = await ask(wish);
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      const { hit, heal } = await strike(stage, fault, { serverId, leftBytes });
      // A full disk stays full until the operation has found out, if it does.
      if (fault === "disk")
        await Promise.race([waitForEnd(requested), new Promise((resolve) => setTimeout(resolve, 3_000))]);
      await heal();
      const end = await waitForEnd(requested);
      const problems = end === "hung" ? [`${wish} hung`] : [];
      problems.push(...(await checkPower()), ...(await checkSnapshots()));
      const ready = await listReady();
      const [first, ...others] = ready;
      if (first && random.below(1) < 0.3) problems.push(...(await checkRevert(random.pick([first, ...others]))));
      await clearFailed();
      return { wish, fault, hit, end, problems };
    },
    /** Each one that says Ready is gone back to, and the disks are whole. */
    checkAll: async (): Promise<string[]> => {
      const problems: string[] = [];
      for (const snapshot of await listReady()) problems.push(...(await checkRevert(snapshot)));
      return problems;
    },
    waitForAgent: guest.waitForAgent,
  };
};
