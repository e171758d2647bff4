"use server";
import {
  editSnapshot as edit,
  lockSnapshot as lock,
  requestRevert,
  requestSnapshot,
  requestSnapshotDelete,
  unlockSnapshot as unlock,
} from "@/engine";
import { defineAction } from "@/server/action";
import { requirePermission } from "@/server/authz";
import { defineBatch } from "@/server/batch";
import { getNewSnapshotScope, getSnapshotScope } from "@/server/db/snapshot-views";
import { requestPorts } from "@/server/engine";
import {
  createSnapshotInput,
  editSnapshotInput,
  lockSnapshotInput,
  revertSnapshotInput,
  snapshotInput,
} from "./schema";

const timeOf = (iso: string | null) => (iso === null ? null : Date.parse(iso));

export const createSnapshot = defineAction({
  permission: "snapshot.create",
  input: createSnapshotInput,
  scope: ({ name, serverId }) => getNewSnapshotScope(serverId, name),
  audit: "snapshot.create",
  run: async ({ actor, input: { idempotencyKey, ...wish }, requestId, scope }) => {
    // A lock that is asked for and not granted would be a snapshot that looks safe and is not.
    if (wish.lock) requirePermission(actor, "snapshot.lock", scope.tenantId);
    const by = { idempotencyKey, requestId, userId: actor.id };
    const made = await requestSnapshot(requestPorts(), by, { ...wish, expiresAt: timeOf(wish.expiresAt) });
    return { ...made, name: (await getSnapshotScope(made.snapshotId)).subject.snapshot };
  },
  details: ({ value }) => ({ snapshot: value.name }),
});

export const editSnapshot = defineAction({
  permission: "snapshot.edit",
  input: editSnapshotInput,
  scope: ({ snapshotId }) => getSnapshotScope(snapshotId),
  audit: "snapshot.edit",
  run: ({ input: { expiresAt, ...change } }) =>
    edit(requestPorts(), { ...change, ...(expiresAt !== undefined && { expiresAt: timeOf(expiresAt) }) }),
});

export const lockSnapshot = defineAction({
  permission: "snapshot.lock",
  input: lockSnapshotInput,
  scope: ({ snapshotId }) => getSnapshotScope(snapshotId),
  audit: "snapshot.lock",
  run: ({ actor, input, requestId }) => lock(requestPorts(), { requestId, userId: actor.id }, input),
});

export const unlockSnapshot = defineAction({
  permission: "snapshot.unlock",
  input: snapshotInput,
  scope: ({ snapshotId }) => getSnapshotScope(snapshotId),
  audit: "snapshot.unlock",
  run: ({ input }) => unlock(requestPorts(), input),
});

export const revertSnapshot = defineAction({
  permission: "snapshot.revert",
  input: revertSnapshotInput,
  scope: ({ snapshotId }) => getSnapshotScope(snapshotId),
  audit: "snapshot.revert",
  run: ({ actor, input: { idempotencyKey, ...wish }, requestId }) =>
    requestRevert(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, wish),
});

export const deleteSnapshot = defineAction({
  permission: "snapshot.delete",
  input: snapshotInput,
  scope: ({ snapshotId }) => getSnapshotScope(snapshotId),
  audit: "snapshot.delete",
  run: ({ actor, input, requestId }) => requestSnapshotDelete(requestPorts(), { requestId, userId: actor.id }, input),
});

export const deleteSnapshots = defineBatch(deleteSnapshot);
export const lockSnapshots = defineBatch(lockSnapshot);
