import { AppError } from "@/lib/errors";
import type { WorkerPorts } from "../ports";
import { StoreFailure } from "../store-failure";

/** A running guest writes, so what has changed since its snapshots grows: ms. */
const againMs = 5 * 60_000;
/** One that can't be measured is left alone for so long, or until the next operation: ms. */
const afterFailureMs = 3600_000;
/** How long an operation waits at most until the machine is let go for it: ms. */
const lookEveryMs = 200;
/** Of those that are due some may be held by others. */
const candidates = 10;

/**
 * Measures the one server that has waited longest for it. A machine that somebody has is left to them, and one for
 * which an operation arrives is let go at once: figures never hold up what a person asked for. Returns whether any
 * machine was taken.
 */
export const measureNextUsage = async (ports: WorkerPorts): Promise<boolean> => {
  for (const serverId of await ports.store.usages.listDue(ports.clock.now(), candidates)) {
    const machine = await ports.machines.take(serverId);
    if (!machine) continue;
    try {
      await measure(ports, serverId);
    } finally {
      await machine.release();
    }
    return true;
  }
  return false;
};

const measure = async (ports: WorkerPorts, serverId: string): Promise<void> => {
  const { store, driver, clock, log } = ports;
  const yielding = new AbortController();
  const watch = setInterval(() => {
    store.operations.listActive(serverId).then(
      (active) => active.length > 0 && yielding.abort(),
      (error: unknown) => yielding.abort(error),
    );
  }, lookEveryMs);
  try {
    const measuredAt = clock.now();
    const usage = await driver.snapshots.usage(serverId, { signal: yielding.signal });
    const hasSnapshots = usage.disks.some(({ snapshotIds }) => snapshotIds.length > 0);
    await store.transaction(async (within) => {
      // Rows of snapshots are written: as everywhere, the server's comes first.
      const { state } = await within.servers.lock(serverId);
      const dueAt = hasSnapshots && state === "running" ? clock.now() + againMs : null;
      await within.usages.save(serverId, { usage, measuredAt, dueAt });
    });
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    // It stays due, for after the operation.
    if (error instanceof AppError && error.code === "operationCancelled") return;
    log.warn("snapshot.usageNotMeasured", { serverId, error });
    await store.usages.postpone(serverId, clock.now() + afterFailureMs);
  } finally {
    clearInterval(watch);
  }
};
