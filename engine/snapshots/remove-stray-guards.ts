import type { WorkerPorts } from "../ports";
import { StoreFailure } from "../store-failure";

/**
 * Takes away what an ended revert left on a machine: the state before it, kept under the operation's id.
 * Nothing else is touched: an id that is neither a snapshot's nor an ended operation's stays and is logged.
 */
export const removeStrayGuards = async (ports: WorkerPorts): Promise<number> => {
  let removed = 0;
  for (const { id: serverId, busy } of await ports.store.servers.listObserved()) {
    if (busy) continue;
    removed += await removeFrom(ports, serverId);
  }
  return removed;
};

const removeFrom = async (ports: WorkerPorts, serverId: string): Promise<number> => {
  const machine = await ports.machines.take(serverId);
  if (!machine) return 0;
  let removed = 0;
  try {
    const known = new Set((await ports.store.snapshots.listByServer(serverId)).map(({ id }) => id));
    const held = await ports.driver.snapshots.list(serverId);
    const strays = held.map(({ snapshotId }) => snapshotId).filter((id) => !known.has(id));
    const ended = new Set(await ports.store.operations.listFinished(strays));
    for (const snapshotId of strays) {
      if (!ended.has(snapshotId)) {
        ports.log.warn("snapshot.strayOnMachine", { serverId, snapshotId });
        continue;
      }
      await ports.driver.snapshots.remove({ serverId, snapshotId });
      removed += 1;
    }
  } catch (error) {
    if (error instanceof StoreFailure) throw error;
    // One machine that can't be asked does not keep the others.
    ports.log.warn("snapshot.strayNotRemoved", { serverId, error });
  } finally {
    await machine.release();
  }
  return removed;
};
