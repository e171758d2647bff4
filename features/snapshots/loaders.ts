import "server-only";
import { z } from "zod";
import { consistencies, snapshotStates } from "@/engine";
import { getServerScope } from "@/server/db/server-views";
import {
  checkSnapshotName as checkName,
  getSnapshotDetail,
  getSnapshotScope,
  listSnapshotMarks,
  listSnapshotRows,
  type SnapshotDetail,
  type SnapshotMark,
  type SnapshotNameCheck,
  type SnapshotPage,
} from "@/server/db/snapshot-views";
import { type FreedView, readFreed } from "@/server/db/usage-views";
import { defineLoader } from "@/server/loader";
import {
  freedInput,
  nameInput,
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
  run: ({ input }): Promise<SnapshotDetail> => getSnapshotDetail(input.snapshotId),
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
