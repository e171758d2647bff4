import "server-only";
import {
  type Consistency,
  defaultName,
  nameKeyOf,
  type ServerConfig,
  type ServerState,
  type SnapshotState,
} from "@/engine";
import { AppError } from "@/lib/errors";
import { db } from "./client";
import { Prisma } from "./generated/client";
import { containing } from "./search-text";
import { shareRead } from "./share-reads";
import { toSnapshot } from "./snapshot-repository";
import { readSnapshotRows, type SnapshotRow, standingHold } from "./snapshot-rows";
import { findRevertTarget, findUndo } from "./undo-views";
import { type ChangedView, findChangedSince } from "./usage-views";

export type { SnapshotRow } from "./snapshot-rows";

export const snapshotSorts = ["frees", "name", "server", "size", "state", "takenAt"] as const;
export type SnapshotSort = (typeof snapshotSorts)[number];

export type SnapshotFilter = {
  tenants: readonly string[] | "all";
  serverId?: string | undefined;
  /** Any part of a snapshot's or its server's name. */
  q: string;
  states: readonly SnapshotState[];
  kinds: readonly Consistency[];
  locked?: boolean | undefined;
  /** Those whose time is up at this instant, the overdue ones too. */
  expiresBefore?: Date | undefined;
  sort: { by: SnapshotSort; dir: "asc" | "desc" };
  page: number;
  pageSize: number;
};

/** What it will be once it is Ready, for those that are not. */
const kind = Prisma.sql`coalesce(s.consistency, case when s.mode = 'memory' then 'memory'::"Consistency"
  when s.mode = 'stop' then 'stopped'::"Consistency" when s.quiesce then 'quiesced'::"Consistency"
  else 'crash'::"Consistency" end)`;

const whereOf = (filter: SnapshotFilter, now: Date): Prisma.Sql => {
  const { tenants, serverId, q, states, kinds, locked, expiresBefore } = filter;
  const conditions = [Prisma.sql`true`];
  if (tenants !== "all") conditions.push(Prisma.sql`s.tenant_id = any(${[...tenants]}::uuid[])`);
  if (serverId) conditions.push(Prisma.sql`s.server_id = ${serverId}::uuid`);
  if (q) {
    const pattern = containing(nameKeyOf(q));
    // The array is made once, so that both halves can come from an index.
    const byServer = Prisma.sql`s.server_id = any(array(select v.id from servers v where v.name ilike ${pattern}))`;
    conditions.push(
      serverId ? Prisma.sql`s.name_key like ${pattern}` : Prisma.sql`(s.name_key like ${pattern} or ${byServer})`,
    );
  }
  if (states.length > 0) conditions.push(Prisma.sql`s.state = any(${[...states]}::"SnapshotState"[])`);
  if (kinds.length > 0) conditions.push(Prisma.sql`${kind} = any(${[...kinds]}::"Consistency"[])`);
  if (locked !== undefined) {
    const held = Prisma.sql`exists (select 1 from holds h where ${standingHold(now)})`;
    conditions.push(locked ? held : Prisma.sql`not ${held}`);
  }
  if (expiresBefore) conditions.push(Prisma.sql`s.expires_at <= ${expiresBefore}`);
  return Prisma.join(conditions, " and ");
};

/** Each has its index (see prisma/migrations), written so that the planner takes it. */
const orderOf = ({ by, dir }: SnapshotFilter["sort"]): Prisma.Sql => {
  const way = dir === "asc" ? Prisma.sql`asc` : Prisma.sql`desc`;
  switch (by) {
    case "frees":
      return Prisma.sql`coalesce(s.unique_bytes, -1) ${way}, s.id ${way}`;
    case "name":
      return Prisma.sql`s.name_key ${way}, s.id ${way}`;
    case "server":
      return Prisma.sql`v.name ${way}, s.created_at desc, s.id`;
    case "size":
      return Prisma.sql`(coalesce(s.disk_bytes, 0) + coalesce(s.memory_bytes, 0)) ${way}, s.id ${way}`;
    case "state":
      return Prisma.sql`s.state ${way}, s.created_at desc, s.id`;
    case "takenAt":
      // One that is still being made is the newest of all.
      return Prisma.sql`coalesce(s.taken_at, s.created_at) ${way}, s.id ${way}`;
  }
};

export type SnapshotPage = { rows: SnapshotRow[]; total: number };

/** One page of the snapshots that fit, and how many there are in all. */
export const listSnapshotRows = (filter: SnapshotFilter): Promise<SnapshotPage> =>
  shareRead(`snapshots ${JSON.stringify(filter)}`, () => readPage(filter));

const readPage = async (filter: SnapshotFilter): Promise<SnapshotPage> => {
  const now = new Date();
  const where = whereOf(filter, now);
  const order = orderOf(filter.sort);
  const servers = filter.sort.by === "server" ? Prisma.sql`join servers v on v.id = s.server_id` : Prisma.empty;
  // With a search the planner reads a whole order in the hope of hits early on; `offset 0` has it look for them first.
  const fitting = filter.q
    ? Prisma.sql`(select * from snapshots s where ${where} offset 0) s ${servers}`
    : Prisma.sql`snapshots s ${servers} where ${where}`;
  const page = Prisma.sql`
    select found.id, row_number() over () as place
      from (select s.id from ${fitting} order by ${order}
             limit ${filter.pageSize} offset ${(filter.page - 1) * filter.pageSize}) found`;
  const [rows, [count]] = await Promise.all([
    readSnapshotRows(page, now),
    db().$queryRaw<{ total: number }[]>`select count(*)::int as total from snapshots s where ${where}`,
  ]);
  return { rows, total: count?.total ?? 0 };
};

/** Newest first; more would not be told apart on a screen. */
const marksShown = 2_000;

/** What the time axis draws of one snapshot. `at` is when it was taken, or asked for while there is nothing yet. */
export type SnapshotMark = Pick<
  SnapshotRow,
  | "consistency"
  | "expiresAt"
  | "frozenMs"
  | "heldOver"
  | "id"
  | "isCurrent"
  | "mode"
  | "name"
  | "origin"
  | "parentId"
  | "quiesce"
  | "state"
  | "uniqueBytes"
> & { at: string; bytes: number | null; isLocked: boolean };

export const listSnapshotMarks = (serverId: string): Promise<SnapshotMark[]> =>
  shareRead(`marks ${serverId}`, () => readMarks(serverId));

const readMarks = async (serverId: string): Promise<SnapshotMark[]> => {
  const page = Prisma.sql`
    select s.id, row_number() over (order by s.created_at desc) as place from snapshots s
     where s.server_id = ${serverId}::uuid order by s.created_at desc limit ${marksShown}`;
  const rows = await readSnapshotRows(page, new Date());
  return rows.map(
    ({
      consistency,
      createdAt,
      diskBytes,
      expiresAt,
      frozenMs,
      heldOver,
      id,
      isCurrent,
      lock,
      memoryBytes,
      mode,
      name,
      origin,
      parentId,
      quiesce,
      state,
      takenAt,
      uniqueBytes,
    }) => ({
      at: takenAt ?? createdAt,
      bytes: diskBytes === null ? null : diskBytes + (memoryBytes ?? 0),
      consistency,
      expiresAt,
      frozenMs,
      heldOver,
      id,
      isCurrent,
      isLocked: lock !== null,
      mode,
      name,
      origin,
      parentId,
      quiesce,
      state,
      uniqueBytes,
    }),
  );
};

type ServerNow = ServerConfig & { name: string; state: ServerState };

/** One snapshot with all that a person needs to know before going back to it. */
export type SnapshotDetail = SnapshotRow & {
  /** The server's configuration at that instant, and as it is now. */
  config: ServerConfig;
  server: ServerNow;
  parentName: string | null;
  /** Ready ones of the same server that were taken later: they stay when it goes back. */
  newer: { count: number; names: string[] };
  /** Whether anything changes this server now, or waits to. */
  isServerBusy: boolean;
  /** What the disks hold otherwise now; null until it was measured. */
  changed: ChangedView | null;
  /** Of a safety snapshot: what the server was reverted to after it, and whether it was not reverted again since. */
  safetyOf: { target: string; isLast: boolean } | null;
};

const newerNamed = 3;

const findSafetyOf = async ({ id, origin, serverId }: SnapshotRow): Promise<SnapshotDetail["safetyOf"]> => {
  if (origin !== "safety") return null;
  const [target, undo] = await Promise.all([findRevertTarget(id), findUndo(serverId)]);
  return { isLast: undo?.id === id, target: target ?? "" };
};

/** Throws AppError "notFound". */
export const getSnapshotDetail = async (id: string): Promise<SnapshotDetail> => {
  const [rows, snapshot] = await Promise.all([
    readSnapshotRows(Prisma.sql`select ${id}::uuid as id, 1 as place`, new Date()),
    db().snapshot.findUnique({ include: { parent: { select: { name: true } } }, where: { id } }),
  ]);
  const [row] = rows;
  if (!row || !snapshot) throw new AppError("notFound");
  const { parent, ...stored } = snapshot;
  const newerThan: Prisma.SnapshotWhereInput = {
    serverId: row.serverId,
    state: "ready",
    takenAt: { gt: snapshot.takenAt ?? snapshot.createdAt },
  };
  const [server, newer, newest, busy, changed, safetyOf] = await Promise.all([
    db().server.findUniqueOrThrow({
      select: {
        disks: { orderBy: { position: "asc" }, select: { id: true, position: true, sizeBytes: true } },
        memoryBytes: true,
        name: true,
        nics: { orderBy: { position: "asc" }, select: { id: true, mac: true, position: true } },
        state: true,
        vcpus: true,
      },
      where: { id: row.serverId },
    }),
    db().snapshot.count({ where: newerThan }),
    db().snapshot.findMany({
      orderBy: { takenAt: "desc" },
      select: { name: true },
      take: newerNamed,
      where: newerThan,
    }),
    db().operation.count({ where: { serverId: row.serverId, state: { in: ["running", "waiting"] } } }),
    findChangedSince(row.serverId, id),
    findSafetyOf(row),
  ]);
  return {
    ...row,
    changed,
    config: toSnapshot(stored).config,
    isServerBusy: busy > 0,
    newer: { count: newer, names: newest.map(({ name }) => name) },
    parentName: parent?.name ?? null,
    safetyOf,
    server: {
      ...server,
      disks: server.disks.map((disk) => ({ ...disk, sizeBytes: Number(disk.sizeBytes) })),
      memoryBytes: Number(server.memoryBytes),
    },
  };
};

/** Where a snapshot belongs, for the doors; throws AppError "notFound". */
export const getSnapshotScope = async (id: string) => {
  const row = await db().snapshot.findUnique({
    select: { name: true, server: { select: { name: true } }, serverId: true, tenantId: true },
    where: { id },
  });
  if (!row) throw new AppError("notFound");
  return { serverId: row.serverId, subject: { server: row.server.name, snapshot: row.name }, tenantId: row.tenantId };
};

/** Where a snapshot that is not there yet will belong; throws AppError "notFound". */
export const getNewSnapshotScope = async (serverId: string, name: string) => {
  const server = await db().server.findUnique({ select: { name: true, tenantId: true }, where: { id: serverId } });
  if (!server) throw new AppError("notFound");
  return { serverId, subject: { server: server.name, snapshot: name.trim() }, tenantId: server.tenantId };
};

export type SnapshotNameCheck = {
  isTaken: boolean;
  /** The name that a blank one becomes. */
  suggestion: string;
};

/** Whether another snapshot of the server has the name. Throws AppError "notFound". */
export const checkSnapshotName = async ({
  serverId,
  name,
  except,
}: {
  serverId: string;
  name: string;
  except?: string | undefined;
}): Promise<SnapshotNameCheck> => {
  const [server, taken] = await Promise.all([
    db().server.findUnique({ select: { name: true }, where: { id: serverId } }),
    db().snapshot.findUnique({
      select: { id: true },
      where: { serverId_nameKey: { nameKey: nameKeyOf(name), serverId } },
    }),
  ]);
  if (!server) throw new AppError("notFound");
  return { isTaken: taken !== null && taken.id !== except, suggestion: defaultName(server.name, Date.now()) };
};
