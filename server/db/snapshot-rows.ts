import "server-only";
import {
  type Consistency,
  type SnapshotMode,
  type SnapshotOrigin,
  type SnapshotState,
  type StepKey,
  stepKeys,
} from "@/engine";
import { type ErrorCode, type ErrorParams, isErrorCode } from "@/lib/errors";
import { db } from "./client";
import { Prisma } from "./generated/client";
import { errorParamsSchema } from "./snapshot-repository";

/** A snapshot as lists and details show it. Times as ISO 8601 in UTC, sizes in bytes, spans in ms. */
export type SnapshotRow = {
  id: string;
  serverId: string;
  serverName: string;
  tenantId: string;
  tenantName: string;
  name: string;
  description: string;
  state: SnapshotState;
  mode: SnapshotMode;
  /** Whether its file systems are to be at rest. */
  quiesce: boolean;
  /** null until it is Ready. */
  consistency: Consistency | null;
  origin: SnapshotOrigin;
  /** The first of the locks that stand; a failed snapshot's lock is void. */
  lock: { by: string | null; at: string; reason: string } | null;
  takenAt: string | null;
  createdAt: string;
  expiresAt: string | null;
  /** How far past its expiry a locked one is kept; null for all others. */
  heldOver: number | null;
  diskBytes: number | null;
  memoryBytes: number | null;
  /** What it alone holds: what its deletion would free. As of `measuredAt`; null until then. */
  uniqueBytes: number | null;
  measuredAt: string | null;
  /** How long the guest stood still for it. */
  pauseMs: number | null;
  /** How long its file systems were at rest; null where they were not. */
  frozenMs: number | null;
  memoryMethod: string | null;
  createdByName: string | null;
  parentId: string | null;
  /** Whether its server goes on from here. */
  isCurrent: boolean;
  /** What works on it, or waits to. */
  operation: { id: string; step: StepKey | null; percent: number; cancellable: boolean } | null;
  error: { code: ErrorCode; params: ErrorParams } | null;
};

type Raw = Omit<
  SnapshotRow,
  | "createdAt"
  | "diskBytes"
  | "error"
  | "expiresAt"
  | "heldOver"
  | "lock"
  | "measuredAt"
  | "memoryBytes"
  | "operation"
  | "takenAt"
  | "uniqueBytes"
> & {
  createdAt: Date;
  diskBytes: bigint | null;
  memoryBytes: bigint | null;
  uniqueBytes: bigint | null;
  measuredAt: Date | null;
  takenAt: Date | null;
  expiresAt: Date | null;
  errorCode: string | null;
  errorParams: unknown;
  lockedAt: Date | null;
  lockedBy: string | null;
  lockReason: string | null;
  operationId: string | null;
  step: string | null;
  percent: number | null;
  cancellable: boolean | null;
};

const numberOf = (bytes: bigint | null): number | null => (bytes === null ? null : Number(bytes));

const errorOf = ({ errorCode, errorParams }: Raw): SnapshotRow["error"] => {
  if (errorCode === null) return null;
  const params = errorParamsSchema.safeParse(errorParams);
  return { code: isErrorCode(errorCode) ? errorCode : "engineFailed", params: params.data ?? {} };
};

const toRow = (raw: Raw, now: Date): SnapshotRow => {
  const { errorCode, errorParams, lockedAt, lockedBy, lockReason, operationId, step, percent, cancellable, ...rest } =
    raw;
  const over = raw.expiresAt ? now.getTime() - raw.expiresAt.getTime() : -1;
  return {
    ...rest,
    createdAt: raw.createdAt.toISOString(),
    diskBytes: numberOf(raw.diskBytes),
    error: errorOf(raw),
    expiresAt: raw.expiresAt?.toISOString() ?? null,
    heldOver: lockedAt && over >= 0 ? over : null,
    lock: lockedAt && { at: lockedAt.toISOString(), by: lockedBy, reason: lockReason ?? "" },
    // The server's figures may be older than the snapshot.
    measuredAt: raw.uniqueBytes === null ? null : (raw.measuredAt?.toISOString() ?? null),
    memoryBytes: numberOf(raw.memoryBytes),
    operation:
      operationId === null
        ? null
        : {
            cancellable: cancellable ?? false,
            id: operationId,
            percent: percent ?? 0,
            step: stepKeys.find((known) => known === step) ?? null,
          },
    takenAt: raw.takenAt?.toISOString() ?? null,
    uniqueBytes: numberOf(raw.uniqueBytes),
  };
};

/** A lock on `s` that stands; failed snapshots hold nothing that a lock could keep. */
export const standingHold = (now: Date): Prisma.Sql =>
  Prisma.sql`h.snapshot_id = s.id and h.released_at is null and (h.ends_at is null or h.ends_at > ${now})
             and s.state <> 'failed' and s.error_code is null`;

/**
 * Rows for the ids that `page` selects as (id, place), in the order of `place`. Locks, people and operations are
 * looked up for these rows only, however many there are.
 */
export const readSnapshotRows = async (page: Prisma.Sql, now: Date): Promise<SnapshotRow[]> => {
  const rows = await db().$queryRaw<Raw[]>`
    select s.id, s.server_id as "serverId", v.name as "serverName", s.tenant_id as "tenantId", t.name as "tenantName",
           s.name, s.description, s.state::text as state, s.mode::text as mode, s.consistency::text as consistency,
           s.origin::text as origin, s.taken_at as "takenAt", s.created_at as "createdAt", s.expires_at as "expiresAt",
           s.disk_bytes as "diskBytes", s.memory_bytes as "memoryBytes",
           s.unique_bytes as "uniqueBytes", usage.measured_at as "measuredAt", s.pause_ms as "pauseMs",
           s.quiesce, s.frozen_ms as "frozenMs",
           s.memory_method as "memoryMethod", u.name as "createdByName", s.parent_id as "parentId",
           coalesce(v.current_snapshot_id = s.id, false) as "isCurrent",
           s.error_code as "errorCode", s.error_params as "errorParams",
           lock.at as "lockedAt", lock.by_name as "lockedBy", lock.reason as "lockReason",
           work.id as "operationId", work.step, work.percent, work.cancellable
      from (${page}) page
      join snapshots s on s.id = page.id
      join servers v on v.id = s.server_id
      join tenants t on t.id = s.tenant_id
      left join server_usages usage on usage.server_id = s.server_id
      left join users u on u.id = s.created_by_id
      left join lateral (
        select h.created_at as at, h.reason, p.name as by_name
          from holds h left join users p on p.id = h.user_id
         where ${standingHold(now)} order by h.created_at limit 1) lock on true
      left join lateral (
        select o.id, o.step, o.percent, not o.cancel_requested and (o.cancellable or o.state = 'waiting') as cancellable
          from operations o
         where o.server_id = s.server_id and o.state in ('waiting', 'running') and o.snapshot_id = s.id
         order by o.id limit 1) work on true
     order by page.place`;
  return rows.map((row) => toRow(row, now));
};
