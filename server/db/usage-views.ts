import "server-only";
import { z } from "zod";
import { changedBytes, freedBytes, type SnapshotUsage } from "@/engine";
import { db } from "./client";

const figuresSchema = z.object({
  disks: z.array(
    z.object({
      diskId: z.string(),
      snapshotIds: z.array(z.string()),
      shares: z.array(z.object({ holders: z.array(z.number()), keptBytes: z.number(), sameBytes: z.number() })),
      isPartial: z.boolean(),
    }),
  ),
  memory: z.array(z.object({ snapshotId: z.string(), bytes: z.number() })),
});

type Measured = { usage: SnapshotUsage; measuredAt: Date };

const findUsage = async (serverId: string): Promise<Measured | null> => {
  const row = await db().serverUsage.findUnique({ where: { serverId } });
  if (!row?.measuredAt || row.figures === null) return null;
  return { measuredAt: row.measuredAt, usage: figuresSchema.parse(row.figures) };
};

/** Figures of a moment; times as ISO 8601 in UTC. `isAtLeast`: it may be more. */
export type ChangedView = { bytes: number; disks: number; isAtLeast: boolean; measuredAt: string };

/** What the guest's disks hold otherwise now than in the snapshot; null while nobody has measured it. */
export const findChangedSince = async (serverId: string, snapshotId: string): Promise<ChangedView | null> => {
  const found = await findUsage(serverId);
  const changed = found && changedBytes(found.usage, snapshotId, "now");
  return changed && { ...changed, measuredAt: found.measuredAt.toISOString() };
};

export type FreedView = {
  bytes: number;
  isAtLeast: boolean;
  /** Of how many it is known, and of how many not yet; the latter are not in `bytes`. */
  measured: number;
  unmeasured: number;
  /** Of the oldest figures in it; null where there are none. */
  measuredAt: string | null;
};

const isMeasured = ({ disks, memory }: SnapshotUsage, id: string): boolean =>
  disks.some(({ snapshotIds }) => snapshotIds.includes(id)) || memory.some(({ snapshotId }) => snapshotId === id);

/** What becomes free when all of these go, of whichever servers. What is gone or not of these tenants counts nowhere. */
export const readFreed = async (ids: readonly string[], tenants: readonly string[] | "all"): Promise<FreedView> => {
  const rows = await db().snapshot.findMany({
    select: { id: true, serverId: true, state: true },
    where: { id: { in: [...ids] }, ...(tenants !== "all" && { tenantId: { in: [...tenants] } }) },
  });
  const servers = Map.groupBy(rows, ({ serverId }) => serverId);
  const each = await Promise.all(
    [...servers].map(async ([serverId, snapshots]) => ({ found: await findUsage(serverId), snapshots })),
  );
  const freed: FreedView = { bytes: 0, isAtLeast: false, measured: 0, measuredAt: null, unmeasured: 0 };
  for (const { found, snapshots } of each) {
    // What failed holds nothing.
    const known = snapshots.filter(({ id, state }) => state === "failed" || (found && isMeasured(found.usage, id)));
    freed.measured += known.length;
    freed.unmeasured += snapshots.length - known.length;
    if (!found) continue;
    const { bytes, isAtLeast } = freedBytes(found.usage, new Set(snapshots.map(({ id }) => id)));
    const measuredAt = found.measuredAt.toISOString();
    freed.bytes += bytes;
    freed.isAtLeast ||= isAtLeast;
    if (freed.measuredAt === null || measuredAt < freed.measuredAt) freed.measuredAt = measuredAt;
  }
  return freed;
};
