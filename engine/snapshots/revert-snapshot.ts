import { AppError } from "@/lib/errors";
import { toState } from "../model/snapshot";
import { defineOperation, type Step, type StepContext } from "../operations/definition";
import { once, type Requested, type Requester, refuseWhileBusy, writeOperation } from "../operations/request-operation";
import type { RequestPorts } from "../ports";
import { goOn, recordPower, settlePower, startIfLost } from "../servers/machine-power";
import { stopTimeoutMs } from "../servers/power-server";

export type RevertRequest = {
  snapshotId: string;
  /** Cut the power if the instance does not stop in time; otherwise the revert ends with nothing changed. */
  force: boolean;
};

/**
 * Writes the wish to go back. It never waits in line: what is asked for is the state that the person sees now.
 * Throws "alreadyRunning", "serverBusy", "snapshotNotReady", "serverStateUnknown".
 */
export const requestRevert = (ports: RequestPorts, by: Requester, wish: RevertRequest): Promise<Requested> =>
  once(ports, by, "snapshot.revert", async (store) => {
    const { serverId } = await store.snapshots.get(wish.snapshotId);
    const server = await store.servers.lock(serverId);
    const snapshot = await store.snapshots.lock(wish.snapshotId);
    await refuseWhileBusy(store, serverId, "snapshot.revert");
    if (server.state === "unknown") throw new AppError("serverStateUnknown", { name: server.name });
    if (server.state !== "running" && server.state !== "stopped") throw new AppError("serverBusy");
    await store.snapshots.update(snapshot.id, { state: toState(snapshot, "reverting") });
    return writeOperation(store, ports.clock, by, {
      kind: "snapshot.revert",
      input: {
        serverId,
        snapshotId: snapshot.id,
        withMemory: snapshot.consistency === "memory",
        force: wish.force,
        stopTimeoutMs,
      },
      subject: { server: server.name, snapshot: snapshot.name },
      tenantId: server.tenantId,
      serverId,
      snapshotId: snapshot.id,
    });
  });

type Kind = "snapshot.revert";
type Context = StepContext<Kind>;

const targetOf = ({ input: { serverId, snapshotId } }: Context) => ({ serverId, snapshotId });

/**
 * The state before the revert, kept on the machine under the operation's own id until the revert stands,
 * so that a failure at any point can bring it back.
 */
const guardOf = ({ input, operation }: Context) => ({ serverId: input.serverId, snapshotId: operation.id });

const check: Step<Kind> = {
  key: "check",
  weight: 2,
  cancellable: true,
  run: async (context) => {
    const { input, ports, signal } = context;
    const power = await settlePower(ports, await ports.store.servers.get(input.serverId));
    await ports.driver.snapshots.verify(targetOf(context), { signal });
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
    const running = left("check")?.wasRunning === true;
    // Without room for its RAM the state before is kept without it: a failure then costs the instance a fresh start.
    const mode = running && freeBytes > server.memoryBytes * 2 ? "memory" : "disks";
    const [outcome] = await takeGuard(context, mode);
    // Run again after a crash it may be whole already, made in the mode that was right then.
    return { mode: outcome?.memory ? "memory" : "disks" };
  },
  undo: async (context) => {
    const { input, ports, undoFailed, operation } = context;
    if (undoFailed("revert") || undoFailed("stop")) {
      // It is all that is left of the state before.
      ports.log.error("snapshot.guardKept", { serverId: input.serverId, snapshotId: operation.id });
      return;
    }
    await ports.driver.snapshots.remove(guardOf(context));
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

/** Lets the instance go on where it stood before; if its RAM can't be had, it starts afresh from the same disks. */
const resumeBefore = async (context: Context): Promise<void> => {
  const { input, ports } = context;
  await ports.driver.snapshots.revert(guardOf(context));
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
    const { driver } = context.ports;
    // Run again after a crash, the machine may already go on from the reverted disks: those changes are not yet anyone's.
    await driver.servers.forceOff(context.input.serverId);
    await driver.snapshots.revert(targetOf(context), { progress: context.progress });
    return undefined;
  },
  undo: async (context) => {
    const { driver } = context.ports;
    await driver.servers.forceOff(context.input.serverId);
    await driver.snapshots.revert(guardOf(context));
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

const record: Step<Kind> = {
  key: "record",
  weight: 1,
  commits: true,
  run: async ({ input, ports }) => {
    await ports.store.transaction(async (store) => {
      await store.servers.lock(input.serverId);
      const snapshot = await store.snapshots.lock(input.snapshotId);
      if (snapshot.state === "reverting")
        await store.snapshots.update(snapshot.id, { state: toState(snapshot, "ready") });
      await store.servers.update(input.serverId, { currentSnapshotId: snapshot.id });
    });
    await recordPower(ports, input.serverId);
    return undefined;
  },
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
  steps: ({ withMemory }) => [check, guard, stop, revert, withMemory ? resume : start, record, cleanUp],
  settle: async ({ input, ports }, { error }) => {
    await startIfLost(ports, input.serverId, error);
    const snapshot = await ports.store.snapshots.find(input.snapshotId);
    if (snapshot?.state === "reverting") await ports.store.snapshots.update(snapshot.id, { state: "ready" });
    await recordPower(ports, input.serverId);
  },
});
