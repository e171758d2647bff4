import "server-only";
import { z } from "zod";
import { consistencies, guardMode, safetyKeepMs, snapshotStates } from "@/engine";
import { findEngineView } from "@/server/db/engine-views";
import { getServerScope } from "@/server/db/server-views";
import {
  checkSnapshotName as checkName,
  getSnapshotDetail,
  getSnapshotScope,
  listSnapshotMarks,
  listSnapshotRows,
  type SnapshotMark,
  type SnapshotNameCheck,
  type SnapshotPage,
} from "@/server/db/snapshot-views";
import { findUndo, type UndoView } from "@/server/db/undo-views";
import { type FreedView, readFreed } from "@/server/db/usage-views";
import { defineLoader } from "@/server/loader";
import {
  freedInput,
  nameInput,
  type SafetyPlan,
  type SnapshotDetail,
  serverInput,
  serverSnapshotListInput,
  snapshotInput,
  snapshotListInput,
} from "./schema";

const day = 24 * 3600 * 1000;
const minute = 60 * 1000;

/** "Soon" is a week. Cut to the minute, so that readers of the same list ask the same. */
const soon = () => new Date(Math.floor((Date.now() + 7 * day) / minute) * minute);

const filters = z.object({
  expires: z.literal("soon").optional().catch(undefined),
  kind: z.enum(consistencies).optional().catch(undefined),
  locked: z.enum(["no", "yes"]).optional().catch(undefined),
  server: z.uuid().optional().catch(undefined),
  state: z.enum(snapshotStates).optional().catch(undefined),
});

const toFilter = ({ filters: raw, ...list }: z.output<typeof snapshotListInput>) => {
  const { expires, kind, locked, server, state } = filters.parse(raw);
  return {
    ...list,
    expiresBefore: expires && soon(),
    kinds: kind ? [kind] : [],
    locked: locked && locked === "yes",
    serverId: server,
    states: state ? [state] : [],
  };
};

/** As the worker will decide it, if the host's room stays as it last was; unknown counts as enough. */
const planSafety = (server: { state: string; memoryBytes: number }, freeBytes: number | null): SafetyPlan => {
  const days = Math.round(safetyKeepMs / day);
  if (server.state !== "running") return { days, kind: "stopped" };
  const { memoryBytes } = server;
  const mode = guardMode({ freeBytes: freeBytes ?? Number.POSITIVE_INFINITY, isRunning: true, memoryBytes });
  return { days, kind: mode === "memory" ? "memory" : "noRoom" };
};

export const listSnapshots = defineLoader({
  permission: "snapshot.read",
  input: snapshotListInput,
  run: ({ input, tenants }): Promise<SnapshotPage> => listSnapshotRows({ ...toFilter(input), tenants }),
});

export const listServerSnapshots = defineLoader({
  permission: "snapshot.read",
  input: serverSnapshotListInput,
  scope: ({ serverId }) => getServerScope(serverId),
  run: ({ input: { serverId, ...list }, tenants }): Promise<SnapshotPage> =>
    listSnapshotRows({ ...toFilter(list), serverId, tenants }),
});

export const listServerMarks = defineLoader({
  permission: "snapshot.read",
  input: serverInput,
  scope: ({ serverId }) => getServerScope(serverId),
  run: ({ input }): Promise<SnapshotMark[]> => listSnapshotMarks(input.serverId),
});

export const getSnapshot = defineLoader({
  permission: "snapshot.read",
  input: snapshotInput,
  scope: ({ snapshotId }) => getSnapshotScope(snapshotId),
  run: async ({ input }): Promise<SnapshotDetail> => {
    const [detail, engine] = await Promise.all([getSnapshotDetail(input.snapshotId), findEngineView()]);
    return { ...detail, safety: planSafety(detail.server, engine?.freeBytes ?? null) };
  },
});

export const getServerUndo = defineLoader({
  permission: "snapshot.read",
  input: serverInput,
  scope: ({ serverId }) => getServerScope(serverId),
  run: ({ input }): Promise<UndoView | null> => findUndo(input.serverId),
});

/** What becomes free when all of these go: less or more than the sum of what each holds alone. */
export const getFreed = defineLoader({
  permission: "snapshot.read",
  input: freedInput,
  run: ({ input, tenants }): Promise<FreedView> => readFreed(input.snapshotIds, tenants),
});

export const checkSnapshotName = defineLoader({
  permission: "snapshot.read",
  input: nameInput,
  scope: ({ serverId }) => getServerScope(serverId),
  run: ({ input }): Promise<SnapshotNameCheck> => checkName(input),
});
