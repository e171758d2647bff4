import "server-only";
import type { ServerState } from "@/engine";
import { AppError } from "@/lib/errors";
import { db } from "./client";
import { Prisma } from "./generated/client";
import { standingAt } from "./hold-repository";
import { findActiveOperations, type OperationView } from "./operation-views";
import { containing } from "./search-text";
import { shareRead } from "./share-reads";

export const serverSorts = ["memory", "name", "newest", "snapshots", "state", "tenant", "vcpus"] as const;
export type ServerSort = (typeof serverSorts)[number];

/** A row of the list. Times as ISO 8601 in UTC, sizes in bytes. */
export type ServerRow = {
  id: string;
  name: string;
  state: ServerState;
  tenantId: string;
  tenantName: string;
  vcpus: number;
  memoryBytes: number;
  webPort: number | null;
  /** What works on it, else what waits to. */
  activeOperation: OperationView | null;
  snapshots: number;
  /** When the newest Ready snapshot was taken. */
  newestAt: string | null;
};

export type ServerFilter = {
  tenants: readonly string[] | "all";
  tenantId?: string | undefined;
  q: string;
  states: readonly ServerState[];
  sort: { by: ServerSort; dir: "asc" | "desc" };
  page: number;
  pageSize: number;
};

const whereOf = ({ tenants, tenantId, q, states }: ServerFilter): Prisma.Sql => {
  const conditions = [Prisma.sql`true`];
  if (tenants !== "all") conditions.push(Prisma.sql`s.tenant_id = any(${[...tenants]}::uuid[])`);
  if (tenantId) conditions.push(Prisma.sql`s.tenant_id = ${tenantId}::uuid`);
  if (q) conditions.push(Prisma.sql`s.name ilike ${containing(q)}`);
  if (states.length > 0) conditions.push(Prisma.sql`s.state::text = any(${[...states]}::text[])`);
  return Prisma.join(conditions, " and ");
};

const orders: Readonly<Record<ServerSort, Prisma.Sql>> = {
  memory: Prisma.sql`s.memory_bytes`,
  name: Prisma.sql`lower(s.name)`,
  newest: Prisma.sql`c.newest_at`,
  snapshots: Prisma.sql`coalesce(c.snapshots, 0)`,
  state: Prisma.sql`s.state`,
  tenant: Prisma.sql`lower(t.name)`,
  vcpus: Prisma.sql`s.vcpus`,
};

/** Each reads one index alone. */
const newestOf = (serverId: Prisma.Sql) =>
  Prisma.sql`select max(p.taken_at) as newest_at from snapshots p where p.server_id = ${serverId} and p.state = 'ready'`;
const countOf = (serverId: Prisma.Sql) =>
  Prisma.sql`select count(*)::int as snapshots from snapshots p where p.server_id = ${serverId}`;
const countOfAll = Prisma.sql`select p.server_id, count(*)::int as snapshots from snapshots p group by p.server_id`;

const countsFor = (by: ServerSort): Prisma.Sql => {
  if (by === "newest") return Prisma.sql`cross join lateral (${newestOf(Prisma.sql`s.id`)}) c`;
  return by === "snapshots" ? Prisma.sql`left join (${countOfAll}) c on c.server_id = s.id` : Prisma.empty;
};

type RawRow = Omit<ServerRow, "activeOperation" | "newestAt" | "memoryBytes"> & {
  memoryBytes: bigint;
  newestAt: Date | null;
};

/** Counts the snapshots of the rows on the page only, unless the order itself depends on them. */
const pageOf = (filter: ServerFilter, offset: number): Prisma.Sql => {
  const { by, dir } = filter.sort;
  const direction = dir === "asc" ? Prisma.sql`asc nulls last` : Prisma.sql`desc nulls last`;
  return Prisma.sql`
    select s.id, s.name, s.state, s.tenant_id, t.name as tenant_name, s.vcpus, s.memory_bytes, s.web_port,
           row_number() over (order by ${orders[by]} ${direction}, lower(s.name), s.id) as place
      from servers s join tenants t on t.id = s.tenant_id ${countsFor(by)}
     where ${whereOf(filter)}
     order by place limit ${filter.pageSize} offset ${offset}`;
};

const readRows = (filter: ServerFilter, page: number): Promise<RawRow[]> => db().$queryRaw<RawRow[]>`
  select r.id, r.name, r.state::text as state, r.tenant_id as "tenantId", r.tenant_name as "tenantName", r.vcpus,
         r.memory_bytes as "memoryBytes", r.web_port as "webPort", c.snapshots, n.newest_at as "newestAt"
    from (${pageOf(filter, (page - 1) * filter.pageSize)}) r
    cross join lateral (${countOf(Prisma.sql`r.id`)}) c
    cross join lateral (${newestOf(Prisma.sql`r.id`)}) n
   order by r.place`;

export type ServerPage = { rows: ServerRow[]; total: number };

/** One page of the servers that fit, and how many there are in all. Beyond the last page it is the last one. */
export const listServerRows = (filter: ServerFilter): Promise<ServerPage> =>
  shareRead(`servers ${JSON.stringify(filter)}`, () => readPage(filter));

const readPage = async (filter: ServerFilter): Promise<ServerPage> => {
  const [[counted], wanted] = await Promise.all([
    db().$queryRaw<{ total: number }[]>`select count(*)::int as total from servers s where ${whereOf(filter)}`,
    readRows(filter, filter.page),
  ]);
  const total = counted?.total ?? 0;
  // The last page may have gone while somebody looked at it; then the one before is the last.
  const isBeyond = wanted.length === 0 && total > 0;
  const rows = isBeyond ? await readRows(filter, Math.ceil(total / filter.pageSize)) : wanted;
  const operations = await findActiveOperations(rows.map(({ id }) => id));
  return {
    rows: rows.map(({ memoryBytes, newestAt, ...row }) => ({
      ...row,
      activeOperation: operations.get(row.id) ?? null,
      memoryBytes: Number(memoryBytes),
      newestAt: newestAt?.toISOString() ?? null,
    })),
    total,
  };
};

/** What the header and the overview of one server show. Times as ISO 8601 in UTC, sizes in bytes. */
export type ServerView = {
  id: string;
  name: string;
  tenantId: string;
  tenantName: string;
  state: ServerState;
  /** Whether the guest agent answers; null while it was not asked. */
  agent: boolean | null;
  vcpus: number;
  memoryBytes: number;
  imageName: string | null;
  /** Loopback port of the host that leads to the guest's own page. */
  webPort: number | null;
  startedAt: string | null;
  createdAt: string;
  /** What its disks take on the host, snapshots included. */
  usedBytes: number | null;
  disks: { id: string; position: number; sizeBytes: number; usedBytes: number }[];
  nics: { id: string; position: number; mac: string }[];
  snapshots: number;
  activeOperation: OperationView | null;
};

const detail = {
  agent: true,
  _count: { select: { snapshots: true } },
  createdAt: true,
  disks: { orderBy: { position: "asc" }, select: { id: true, position: true, sizeBytes: true, usedBytes: true } },
  id: true,
  image: { select: { name: true } },
  memoryBytes: true,
  name: true,
  nics: { orderBy: { position: "asc" }, select: { id: true, mac: true, position: true } },
  startedAt: true,
  state: true,
  tenant: { select: { name: true } },
  tenantId: true,
  usedBytes: true,
  vcpus: true,
  webPort: true,
} as const satisfies Prisma.ServerSelect;

/** Throws AppError "notFound". */
export const getServerView = async (id: string): Promise<ServerView> => {
  const [row, operations] = await Promise.all([
    db().server.findUnique({ select: detail, where: { id } }),
    findActiveOperations([id]),
  ]);
  if (!row) throw new AppError("notFound");
  const { _count, image, tenant, disks, ...rest } = row;
  return {
    ...rest,
    activeOperation: operations.get(id) ?? null,
    createdAt: row.createdAt.toISOString(),
    disks: disks.map((disk) => ({ ...disk, sizeBytes: Number(disk.sizeBytes), usedBytes: Number(disk.usedBytes) })),
    imageName: image?.name ?? null,
    memoryBytes: Number(row.memoryBytes),
    snapshots: _count.snapshots,
    startedAt: row.startedAt?.toISOString() ?? null,
    tenantName: tenant.name,
    usedBytes: row.usedBytes === null ? null : Number(row.usedBytes),
  };
};

/** Where a server belongs, for the doors; throws AppError "notFound". */
export const getServerScope = async (id: string) => {
  const row = await db().server.findUnique({ select: { name: true, tenantId: true }, where: { id } });
  if (!row) throw new AppError("notFound");
  return { serverId: id, subject: { server: row.name }, tenantId: row.tenantId };
};

/** For the form that makes a server: what there is to choose from. */
export const listServerChoices = async () => {
  const [tenants, images] = await Promise.all([
    db().tenant.findMany({ orderBy: { name: "asc" }, select: { id: true, name: true } }),
    db().image.findMany({
      orderBy: { name: "asc" },
      select: { diskBytes: true, id: true, name: true },
      where: { state: "ready" },
    }),
  ]);
  return { images: images.map((image) => ({ ...image, diskBytes: Number(image.diskBytes) })), tenants };
};

export const isServerNameTaken = async (tenantId: string, name: string): Promise<boolean> =>
  (await db().server.count({ where: { name: { equals: name, mode: "insensitive" }, tenantId } })) > 0;

/** Throws AppError "notFound". */
export const getTenantName = async (id: string): Promise<string> => {
  const tenant = await db().tenant.findUnique({ select: { name: true }, where: { id } });
  if (!tenant) throw new AppError("notFound");
  return tenant.name;
};

/** Disks that a snapshot was taken of and therefore needs; of failed ones nothing is needed. */
export const listHeldDisks = async (serverId: string): Promise<string[]> => {
  const rows = await db().$queryRaw<{ id: string }[]>`
    select distinct disk->>'id' as id from snapshots s, jsonb_array_elements(s.config->'disks') disk
     where s.server_id = ${serverId}::uuid and s.state <> 'failed'`;
  return rows.map(({ id }) => id);
};

/** What goes with a server that is deleted, and the locked snapshots that keep it from being so. */
export const listServerLosses = async (id: string) => {
  const where = { serverId: id };
  const [locked, snapshots, disks] = await Promise.all([
    db().snapshot.findMany({
      orderBy: { createdAt: "desc" },
      select: { id: true, name: true },
      where: { ...where, holds: { some: standingAt(Date.now()) }, state: { not: "failed" } },
    }),
    db().snapshot.count({ where }),
    db().disk.count({ where }),
  ]);
  return { disks, locked, snapshots };
};
