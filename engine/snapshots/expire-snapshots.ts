import { AppError } from "@/lib/errors";
import type { WorkerPorts } from "../ports";
import { requestSnapshotDelete } from "./delete-snapshot";

/** How many are asked to go in one round, so that a long outage does not end in a burst. */
const batch = 20;

/**
 * Asks for the deletion of snapshots at or past their expiry; locked ones stay, and so does one whose lock arrives
 * meanwhile. One that can't be deleted does not keep the others. Returns how many were asked to go.
 */
export const expireSnapshots = async (ports: WorkerPorts): Promise<number> => {
  const now = ports.clock.now();
  let count = 0;
  for (const snapshot of await ports.store.snapshots.listExpired(now, batch)) {
    const { id: snapshotId, tenantId, serverId, name } = snapshot;
    const note = (outcome: "ok" | AppError["code"]) =>
      ports.store.activities.insert({
        event: "snapshot.expire",
        tenantId,
        serverId,
        outcome,
        details: { snapshot: name, expiresAt: snapshot.expiresAt },
        at: now,
      });
    try {
      await requestSnapshotDelete(ports, { userId: null, requestId: null }, { snapshotId });
      await note("ok");
      count += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ports.log.info("snapshot.expireSkipped", { snapshotId, code: error.code });
    }
  }
  return count;
};
