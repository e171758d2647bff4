import { z } from "zod";
import { maxDescriptionLength, maxNameLength, snapshotModes } from "@/engine";
import { type SnapshotDetail as StoredDetail, snapshotSorts } from "@/server/db/snapshot-views";
import { listInput } from "@/server/list-input";
import { usualSort } from "./list-options";

export type {
  SnapshotMark,
  SnapshotNameCheck,
  SnapshotPage,
  SnapshotRow,
} from "@/server/db/snapshot-views";
export type { UndoView } from "@/server/db/undo-views";

/** How the present would be kept before a revert, and for how many days. */
export type SafetyPlan = { days: number; kind: "memory" | "noRoom" | "stopped" };
export type SnapshotDetail = StoredDetail & { safety: SafetyPlan };

export type { FreedView } from "@/server/db/usage-views";

const uuid = z.uuid();
/** One for each time a dialog is opened: however often it is sent, it acts once. */
const idempotencyKey = z.uuid();
const name = z.string().max(maxNameLength);
const description = z.string().max(maxDescriptionLength);
/** ISO 8601; null never expires. */
const expiresAt = z.iso.datetime({ offset: true }).nullable();

export const snapshotInput = z.object({ snapshotId: uuid });
/** As many as a page of a list can have selected. */
export const freedInput = z.object({ snapshotIds: z.array(uuid).min(1).max(200) });
export const serverInput = z.object({ serverId: uuid });

export const snapshotListInput = listInput(snapshotSorts, usualSort);
export const serverSnapshotListInput = snapshotListInput.extend({ serverId: uuid });

/** `except`: the snapshot that may keep its own name. */
export const nameInput = z.object({ except: uuid.optional(), name: z.string().max(200), serverId: uuid });

export const createSnapshotInput = z.object({
  description,
  expiresAt,
  idempotencyKey,
  lock: z.boolean(),
  mode: z.enum(snapshotModes),
  name,
  quiesce: z.boolean().default(false),
  serverId: uuid,
});
export type CreateSnapshotInput = z.input<typeof createSnapshotInput>;

export const editSnapshotInput = z.object({
  description,
  expiresAt: expiresAt.optional(),
  name: name.trim().min(1),
  snapshotId: uuid,
});
export type EditSnapshotInput = z.input<typeof editSnapshotInput>;

export const lockSnapshotInput = z.object({ reason: z.string().trim().max(200), snapshotId: uuid });
export const revertSnapshotInput = z.object({
  disksOnly: z.boolean(),
  force: z.boolean(),
  idempotencyKey,
  safety: z.boolean(),
  snapshotId: uuid,
});
export type RevertSnapshotInput = z.input<typeof revertSnapshotInput>;
