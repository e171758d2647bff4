import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { maxDescriptionLength, maxNameLength, nameKeyOf } from "../model/snapshot";
import type { Requester } from "../operations/request-operation";
import type { RequestPorts } from "../ports";

/**
 * Renames and describes; machines know a snapshot by its id alone, so nothing else moves.
 * Throws "nameTaken", "inputInvalid" for a blank or too long name.
 */
export const editSnapshot = (
  ports: RequestPorts,
  edit: { snapshotId: string; name: string; description: string; expiresAt?: number | null },
): Promise<void> =>
  ports.store.transaction(async (store) => {
    const { serverId } = await store.snapshots.get(edit.snapshotId);
    await store.servers.lock(serverId);
    const snapshot = await store.snapshots.lock(edit.snapshotId);
    const name = edit.name.normalize("NFC").trim();
    const description = edit.description.trim();
    if (!name || name.length > maxNameLength || description.length > maxDescriptionLength) {
      throw new AppError("inputInvalid");
    }
    if (await store.snapshots.isNameTaken(serverId, nameKeyOf(name), snapshot.id))
      throw new AppError("nameTaken", { name });
    const { expiresAt } = edit;
    const changed = expiresAt !== undefined && expiresAt !== snapshot.expiresAt;
    if (changed && expiresAt !== null && expiresAt <= ports.clock.now()) throw new AppError("expiryInPast");
    await store.snapshots.update(snapshot.id, { name, description, ...(changed && { expiresAt }) });
  });

/**
 * Locks against deletion: by people, by expiry, by any schedule. A locked one stays as it is.
 * Throws "snapshotNotReady" while it is being deleted, or when it failed and holds nothing.
 */
export const lockSnapshot = (
  ports: RequestPorts,
  by: Requester,
  { snapshotId, reason }: { snapshotId: string; reason: string },
): Promise<void> =>
  ports.store.transaction(async (store) => {
    const { serverId } = await store.snapshots.get(snapshotId);
    const server = await store.servers.lock(serverId);
    const snapshot = await store.snapshots.lock(snapshotId);
    const now = ports.clock.now();
    if (snapshot.state === "deleting" || snapshot.state === "failed" || server.state === "deleting") {
      throw new AppError("snapshotNotReady", { name: snapshot.name, state: snapshot.state });
    }
    const standing = await store.holds.listStanding(snapshotId, now);
    if (standing.length > 0) return;
    await store.holds.insert({ id: newId(), snapshotId, userId: by.userId, reason, createdAt: now, endsAt: null });
  });

/** How long an expired snapshot stays after its lock was taken off, so that it does not vanish under one's hands: ms. */
export const unlockGraceMs = 24 * 3600 * 1000;

/** Takes the lock off. One that is past its expiry gets a day of grace. */
export const unlockSnapshot = (ports: RequestPorts, { snapshotId }: { snapshotId: string }): Promise<void> =>
  ports.store.transaction(async (store) => {
    const { serverId } = await store.snapshots.get(snapshotId);
    await store.servers.lock(serverId);
    const snapshot = await store.snapshots.lock(snapshotId);
    const now = ports.clock.now();
    const standing = await store.holds.listStanding(snapshotId, now);
    if (standing.length === 0) return;
    await store.holds.releaseAll(snapshotId, now);
    if (snapshot.expiresAt !== null && snapshot.expiresAt <= now) {
      await store.snapshots.update(snapshotId, { expiresAt: now + unlockGraceMs });
    }
  });
