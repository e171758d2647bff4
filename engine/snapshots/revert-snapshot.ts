import { AppError } from "@/lib/errors";
import { revertedConfig } from "../model/server";
import { toState } from "../model/snapshot";
import { defineOperation, type Step, type StepContext } from "../operations/definition";
import { goOn, recordPower, settlePower, startIfLost } from "../servers/machine-power";
import { recordConfig, specOf, withRealSizes } from "../servers/machine-spec";
import { type Guarded, guardMode, insertSafety } from "./safety-snapshot";

type Kind = "snapshot.revert";
type Context = StepContext<Kind>;

const targetOf = ({ input: { serverId, snapshotId } }: Context) => ({ serverId, snapshotId });

/**
 * The state before the revert, kept on the machine under the operation's own id until the revert stands,
 * so that a failure at any point can bring it back. Then it goes, or becomes the safety snapshot.
 */
const guardOf = ({ input, operation }: Context) => ({ serverId: input.serverId, snapshotId: operation.id });

const check: Step<Kind> = {
  key: "check",
  weight: 2,
  cancellable: true,
  run: async (context) => {
    const { input, ports, signal } = context;
    const power = await settlePower(ports, await ports.store.servers.get(input.serverId));
    await ports.driver.snapshots.verify(targetOf(context), { signal, disksOnly: !input.withMemory });
    return { wasRunning: power === "running" };
  },
};

const guard: Step<Kind> = {
  key: "guard",
  weight: 4,
  run: async (context) => {
    const { input, ports, left } = context;
    const server = await ports.store.servers.get(input.serverId);
    const { freeBytes } = await ports.driver.space();
    const isRunning = left("check")?.wasRunning === true;
    const mode = guardMode({ isRunning, freeBytes, memoryBytes: server.memoryBytes });
    const [outcome] = await takeGuard(context, mode);
    if (!outcome) throw new AppError("engineFailed");
    const { takenAt, pauseMs, memory } = outcome;
    // Run again after a crash it may be whole already, made in the mode that was right then.
    const kept = { memoryMethod: memory?.method ?? null, memorySha256: memory?.sha256 ?? null };
    return { mode: memory ? "memory" : "disks", takenAt, pauseMs, ...kept };
  },
  undo: async (context) => {
    const { input, ports, undoFailed, operation } = context;
    if (undoFailed("revert") || undoFailed("stop")) {
      // It is all that is left of the state before.
      ports.log.error("snapshot.guardKept", { serverId: input.serverId, snapshotId: operation.id });
      return;
    }
    // Its row may stand though the journal could not tell: then it is a snapshot, and somebody's.
    const isSafety = (await ports.store.snapshots.find(operation.id)) !== null;
    if (!isSafety) await ports.driver.snapshots.remove(guardOf(context));
    await goOn(ports, input.serverId);
  },
};

/** A machine whose RAM can't be had is ended by the try; its disks are still what they were. */
const takeGuard = async (context: Context, mode: "disks" | "memory") => {
  const { snapshots } = context.ports.driver;
  try {
    return await snapshots.create([guardOf(context)], { mode });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "machineLost") throw error;
    return snapshots.create([guardOf(context)], { mode: "disks" });
  }
};

const stop: Step<Kind> = {
  key: "stop",
  weight: 4,
  run: async ({ input, ports, signal }) => {
    // With RAM the instance's own present ends either way: no clean shutdown, and no reason to wait for one.
    if (input.withMemory) await ports.driver.servers.forceOff(input.serverId);
    else await stopCleanly(ports, input, signal);
    return undefined;
  },
  undo: async (context) => {
    const { input, ports, left, undoFailed } = context;
    if (left("check")?.wasRunning !== true) return;
    const { state } = await ports.driver.servers.facts(input.serverId);
    if (state === "running") return;
    if (left("guard")?.mode === "memory" && state === "stopped") await resumeBefore(context);
    // Its disks may be of two instants: better stopped than started from those.
    else if (undoFailed("revert")) throw new AppError("engineFailed");
    // The disks are fresher than the guard, or the undo of the revert has put them back.
    else await ports.driver.servers.start(input.serverId);
  },
};

/** Gives the stopped machine the disks and the configuration that it had before; its row was not changed yet. */
const putBack = async (context: Context): Promise<void> => {
  const { driver, store } = context.ports;
  const server = await store.servers.get(context.input.serverId);
  await driver.snapshots.revert(guardOf(context));
  await driver.servers.configure(specOf(server, server));
};

/** Lets the instance go on where it stood before; if its RAM can't be had, it starts afresh from the same disks. */
const resumeBefore = async (context: Context): Promise<void> => {
  const { input, ports } = context;
  await putBack(context);
  try {
    await ports.driver.snapshots.resume(guardOf(context));
  } catch (error) {
    ports.log.error("snapshot.guardNotResumed", { serverId: input.serverId, error });
    await ports.driver.servers.start(input.serverId);
  }
};

const stopCleanly = async (ports: Context["ports"], input: Context["input"], signal: AbortSignal): Promise<void> => {
  try {
    await ports.driver.servers.stop(input.serverId, { timeoutMs: input.stopTimeoutMs, signal });
  } catch (error) {
    if (!input.force || !(error instanceof AppError) || error.code !== "stopTimedOut") throw error;
    await ports.driver.servers.forceOff(input.serverId);
  }
};

const revert: Step<Kind> = {
  key: "revert",
  weight: 4,
  run: async (context) => {
    const { driver, store } = context.ports;
    const { serverId, snapshotId } = context.input;
    // Run again after a crash, the machine may already go on from the reverted disks: those changes are not yet anyone's.
    await driver.servers.forceOff(serverId);
    await driver.snapshots.revert(targetOf(context), { progress: context.progress });
    const [server, { config }] = [await store.servers.get(serverId), await store.snapshots.get(snapshotId)];
    await driver.servers.configure(specOf(server, revertedConfig(server, config)));
    return undefined;
  },
  undo: async (context) => {
    await context.ports.driver.servers.forceOff(context.input.serverId);
    await putBack(context);
  },
};

const resume: Step<Kind> = {
  key: "resume",
  weight: 4,
  run: async (context) => {
    const { driver } = context.ports;
    const { state } = await driver.servers.facts(context.input.serverId);
    if (state === "running") return undefined;
    if (state !== "stopped") await driver.servers.forceOff(context.input.serverId);
    await driver.snapshots.resume(targetOf(context));
    return undefined;
  },
};

const start: Step<Kind> = {
  key: "start",
  weight: 4,
  run: async (context) => {
    if (context.left("check")?.wasRunning === true) await context.ports.driver.servers.start(context.input.serverId);
    return undefined;
  },
};

/** The server is what it was, and the state before has become a snapshot: all of it at once, or nothing. */
const record: Step<Kind> = {
  key: "record",
  weight: 1,
  commits: true,
  run: async (context) => {
    const { input, operation, ports } = context;
    const { config } = await ports.store.snapshots.get(input.snapshotId);
    const before = await ports.store.servers.get(input.serverId);
    const after = await withRealSizes(ports, before.id, revertedConfig(before, config));
    const guarded = input.safety ? await readGuarded(context) : null;
    await ports.store.transaction(async (store) => {
      const server = await store.servers.lock(input.serverId);
      const snapshot = await store.snapshots.lock(input.snapshotId);
      if (guarded) await insertSafety(store, { operation, server, now: ports.clock.now() }, guarded);
      if (snapshot.state === "reverting")
        await store.snapshots.update(snapshot.id, { state: toState(snapshot, "ready") });
      await recordConfig(store, server, after);
      await store.servers.update(server.id, { currentSnapshotId: snapshot.id });
    });
    await recordPower(ports, input.serverId);
    return undefined;
  },
};

const readGuarded = async (context: Context): Promise<Guarded> => {
  const size = await context.ports.driver.snapshots.size(guardOf(context));
  return { ...size, left: context.left("guard") ?? {}, wasRunning: context.left("check")?.wasRunning === true };
};

const cleanUp: Step<Kind> = {
  key: "cleanUp",
  weight: 1,
  run: async (context) => {
    const { input, operation, ports } = context;
    try {
      await ports.driver.snapshots.remove(guardOf(context));
    } catch (error) {
      // The revert stands; what is left over goes with `removeStrayGuards`.
      ports.log.warn("snapshot.guardNotRemoved", { serverId: input.serverId, snapshotId: operation.id, error });
    }
    return undefined;
  },
};

export const revertSnapshot = defineOperation({
  kind: "snapshot.revert",
  steps: ({ withMemory, safety }) => [
    ...[check, guard, stop, revert, withMemory ? resume : start, record],
    ...(safety ? [] : [cleanUp]),
  ],
  settle: async ({ input, ports }, { error }) => {
    await startIfLost(ports, input.serverId, error);
    const snapshot = await ports.store.snapshots.find(input.snapshotId);
    if (snapshot?.state === "reverting") await ports.store.snapshots.update(snapshot.id, { state: "ready" });
    await recordPower(ports, input.serverId);
  },
});
