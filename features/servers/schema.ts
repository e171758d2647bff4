import { z } from "zod";
import { serverLimits, serverStates } from "@/engine";
import type { OperationSummary } from "@/features/operations/schema";
import type { EngineView } from "@/server/db/engine-views";
import { type ServerRow as ServerListRow, type ServerView, serverSorts } from "@/server/db/server-views";
import { listInput } from "@/server/list-input";

const uuid = z.uuid();
/** One for each time a form is opened: however often it is sent, it acts once. */
const idempotencyKey = z.uuid();

export const serverInput = z.object({ serverId: uuid });

export const serverListInput = listInput(serverSorts, { by: "name", dir: "asc" });
/** A filter that is no state, or no tenant, counts as not set. */
export const serverFilter = z.object({
  state: z.enum(serverStates).optional().catch(undefined),
  tenant: uuid.optional().catch(undefined),
});

const bytes = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max);
/** Disks are made of whole sectors. */
const diskBytes = bytes(serverLimits.diskBytes).multipleOf(512);
const serverName = z.string().trim().min(1).max(serverLimits.nameLength).regex(serverLimits.namePattern);

export const createServerInput = z.object({
  diskBytes: z.tuple([diskBytes], diskBytes).refine((disks) => disks.length <= serverLimits.disks),
  idempotencyKey,
  imageId: uuid,
  memoryBytes: bytes(serverLimits.memoryBytes),
  name: serverName,
  start: z.boolean(),
  tenantId: uuid,
  vcpus: bytes(serverLimits.vcpus),
});
export type CreateServerInput = z.input<typeof createServerInput>;

/** All disks that it is to have: its own that it keeps, in their order, then new ones (`id` null). */
export const editServerInput = z.object({
  disks: z
    .array(z.object({ id: uuid.nullable(), sizeBytes: diskBytes }))
    .min(1)
    .max(serverLimits.disks),
  idempotencyKey,
  memoryBytes: bytes(serverLimits.memoryBytes),
  serverId: uuid,
  vcpus: bytes(serverLimits.vcpus),
});
export type EditServerInput = z.input<typeof editServerInput>;

export const serverNameInput = z.object({ name: z.string().max(200), tenantId: uuid });
export const isServerName = (name: string): boolean => serverName.safeParse(name).success;

export const powerInput = z.object({ idempotencyKey, serverId: uuid });
export const deleteServerInput = z.object({ idempotencyKey, serverId: uuid, typedName: z.string().max(100) });

export type ServerRow = Omit<ServerListRow, "activeOperation"> & { activeOperation: OperationSummary | null };
export type ServerPage = { rows: ServerRow[]; total: number };

/** What the header of a server's panel, and the dialogs opened from it, know of the server. */
export type ServerHeader = Omit<ServerView, "activeOperation"> & {
  /** What works on it, else what waits to. */
  activeOperation: OperationSummary | null;
  /** What the host can do; null while no worker has said so. */
  capabilities: EngineView | null;
};

/** What there is to choose from when a server is made, and within which bounds. Sizes in bytes. */
export type ServerChoices = {
  images: { diskBytes: number; id: string; name: string }[];
  limits: {
    diskBytes: { max: number; min: number };
    disks: number;
    memoryBytes: { max: number; min: number };
    nameLength: number;
    vcpus: { max: number; min: number };
  };
  tenants: { id: string; name: string }[];
};

/** Within which bounds a server may be changed, and which of its disks snapshots need. Sizes in bytes. */
export type ServerSize = { heldDisks: string[]; limits: ServerChoices["limits"] };

export type ServerNameCheck = { problem: "invalid" | "taken" | null };

/** What goes with a server that is deleted, and what keeps it from being deleted. */
export type ServerLosses = { disks: number; locked: { id: string; name: string }[]; snapshots: number };
