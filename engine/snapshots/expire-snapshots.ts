import { AppError } from "@/lib/errors";
import type { Requester } from "../operations/request-operation";
import type { WorkerPorts } from "../ports";
import { writeSnapshotDelete } from "./delete-snapshot";

/** How many are asked to go in one round, so that a long outage does not end in a burst. */
const batch = 20;
/** How long one is left alone after its deletion was tried or cancelled: ms. */
const restMs = 3600 * 1000;

const nobody: Requester = { userId: null, requestId: null };

/**
 * Asks for the deletion of snapshots at or past their expiry; locked ones stay, and so does one whose lock or new expiry
 * arrives meanwhile. One that can't be deleted does not keep the others. Returns how many were asked to go.
 */
export const expireSnapshots = async (ports: WorkerPorts): Promise<number> => {
  const now = ports.clock.now();
  let count = 0;
  for (const snapshot of await ports.store.snapshots.listExpired(now, { triedSince: now - restMs, limit: batch })) {
    const { id: snapshotId, tenantId, serverId, name, expiresAt } = snapshot;
    try {
      await ports.store.transaction(async (store) => {
        await writeSnapshotDelete(ports, store, nobody, { snapshotId, onlyExpired: true });
        const line = { event: "snapshot.expire", tenantId, serverId, outcome: "ok", at: now } as const;
        await store.activities.insert({ ...line, details: { snapshot: name, expiresAt } });
      });
      count += 1;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ports.log.info("snapshot.expireSkipped", { snapshotId, code: error.code });
    }
  }
  return count;
};
