import "server-only";
import type { HoldRepository } from "@/engine";
import { notify } from "../events";
import { dateOf, timeOf } from "./times";
import type { Tx } from "./transaction";

/** A lock that is neither released nor past its end. */
export const standingAt = (now: number) => ({
  releasedAt: null,
  OR: [{ endsAt: null }, { endsAt: { gt: new Date(now) } }],
});

export const holdRepository = (tx: Tx): HoldRepository => {
  const changed = async (snapshotId: string) => {
    const select = { tenantId: true, serverId: true } as const;
    const { tenantId, serverId } = await tx.snapshot.findUniqueOrThrow({ where: { id: snapshotId }, select });
    await notify(tx, { kind: "snapshots.changed", tenantId, serverId, snapshotId });
  };
  return {
    listStanding: async (snapshotId, now) => {
      const rows = await tx.hold.findMany({ where: { snapshotId, ...standingAt(now) }, orderBy: { createdAt: "asc" } });
      return rows.map(({ id, userId, reason, createdAt, endsAt }) => ({
        id,
        snapshotId,
        userId,
        reason,
        createdAt: createdAt.getTime(),
        endsAt: timeOf(endsAt),
      }));
    },
    listLockedNames: async (serverId, now) => {
      const where = { serverId, state: { not: "failed" }, holds: { some: standingAt(now) } } as const;
      const rows = await tx.snapshot.findMany({ where, select: { name: true }, orderBy: { createdAt: "asc" } });
      return rows.map(({ name }) => name);
    },
    insert: async ({ createdAt, endsAt, ...hold }) => {
      await tx.hold.create({ data: { ...hold, createdAt: new Date(createdAt), endsAt: dateOf(endsAt) } });
      await changed(hold.snapshotId);
    },
    releaseAll: async (snapshotId, now) => {
      await tx.hold.updateMany({ where: { snapshotId, ...standingAt(now) }, data: { releasedAt: new Date(now) } });
      await changed(snapshotId);
    },
  };
};
