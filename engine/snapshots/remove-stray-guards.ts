import type { WorkerPorts } from "../ports";

/**
 * Takes away what an ended revert left on a machine: the state before it, kept under the operation's id.
 * Nothing else is touched: an id that is neither a snapshot's nor an ended operation's stays and is logged.
 */
export const removeStrayGuards = async (ports: WorkerPorts): Promise<number> => {
  let removed = 0;
  for (const { id: serverId, busy } of await ports.store.servers.listObserved()) {
    if (busy) continue;
    const known = new Set((await ports.store.snapshots.listByServer(serverId)).map(({ id }) => id));
    const held = await ports.driver.snapshots.list(serverId);
    const strays = held.map(({ snapshotId }) => snapshotId).filter((id) => !known.has(id));
    if (strays.length === 0) continue;
    const ended = new Set(await ports.store.operations.listFinished(strays));
    for (const snapshotId of strays) {
      if (!ended.has(snapshotId)) {
        ports.log.warn("snapshot.strayOnMachine", { serverId, snapshotId });
        continue;
      }
      await ports.driver.snapshots.remove({ serverId, snapshotId });
      removed += 1;
    }
  }
  return removed;
};
