import "server-only";
import type { ActivityEvent } from "@/lib/activity-events";
import { newId } from "@/lib/ids";
import { notify } from "../events";
import { db } from "./client";
import { inTransaction, type Tx } from "./transaction";

export type NewActivity = {
  event: ActivityEvent;
  tenantId: string | null;
  serverId: string | null;
  /** null: it happened by itself. */
  actorId: string | null;
  actorName: string;
  address: string | null;
  /** "ok", or the code of the refusal */
  outcome: string;
  /** Names as they were at the time, so that the line still speaks when the things are gone. */
  details: Readonly<Record<string, string | number>>;
  requestId: string | null;
};

export const addActivity = async (tx: Tx, activity: NewActivity): Promise<void> => {
  await tx.activity.create({ data: { id: newId(), ...activity }, select: { id: true } });
  await notify(tx, {
    kind: "activity.changed",
    tenantId: activity.tenantId,
    ...(activity.serverId ? { serverId: activity.serverId } : {}),
  });
};

export const recordActivity = (activity: NewActivity): Promise<void> =>
  inTransaction((tx) => addActivity(tx, activity));

export type ActivityFilter = {
  tenants: readonly string[] | "all";
  serverId?: string;
  tenantId?: string;
  page: number;
  pageSize: number;
};

/** One page of the log, newest first, of the tenants that the reader may see; "all" includes the platform's own. */
export const listActivity = async ({ tenants, serverId, tenantId, page, pageSize }: ActivityFilter) => {
  const allowed = tenants === "all" ? {} : { tenantId: { in: [...tenants] } };
  const where = { AND: [allowed, { serverId, tenantId }] };
  const [rows, total] = await Promise.all([
    db().activity.findMany({
      orderBy: [{ at: "desc" }, { id: "desc" }],
      select: {
        actorName: true,
        address: true,
        at: true,
        details: true,
        event: true,
        id: true,
        outcome: true,
        requestId: true,
        serverId: true,
        tenant: { select: { name: true } },
      },
      skip: (page - 1) * pageSize,
      take: pageSize,
      where,
    }),
    db().activity.count({ where }),
  ]);
  return { rows, total };
};
