import "server-only";
import { z } from "zod";
import { nameKeyOf, type Snapshot, type SnapshotRepository } from "@/engine";
import { AppError, isErrorCode } from "@/lib/errors";
import { notify } from "../events";
import type { Prisma } from "./generated/client";
import { toJson } from "./json";
import { dateOf, timeOf } from "./times";
import type { Tx } from "./transaction";

const part = { id: z.string(), position: z.number() };
const configSchema = z.object({
  vcpus: z.number(),
  memoryBytes: z.number(),
  disks: z.array(z.object({ ...part, sizeBytes: z.number() })),
  nics: z.array(z.object({ ...part, mac: z.string() })),
});
export const errorParamsSchema = z.record(z.string(), z.union([z.string(), z.number()]));

type Row = Prisma.SnapshotGetPayload<object>;

export const toSnapshot = ({ nameKey: _, uniqueBytes: _measured, ...row }: Row): Snapshot => ({
  ...row,
  config: configSchema.parse(row.config),
  errorCode: isErrorCode(row.errorCode) ? row.errorCode : null,
  errorParams: row.errorParams === null ? null : errorParamsSchema.parse(row.errorParams),
  diskBytes: row.diskBytes === null ? null : Number(row.diskBytes),
  memoryBytes: row.memoryBytes === null ? null : Number(row.memoryBytes),
  takenAt: timeOf(row.takenAt),
  expiresAt: timeOf(row.expiresAt),
  createdAt: row.createdAt.getTime(),
});

type Patch = Parameters<SnapshotRepository["update"]>[1];

const toData = ({
  config,
  errorParams,
  diskBytes,
  memoryBytes,
  takenAt,
  expiresAt,
  createdAt,
  name,
  ...rest
}: Patch) => ({
  ...rest,
  ...(name !== undefined && { name, nameKey: nameKeyOf(name) }),
  ...(config !== undefined && { config: toJson(config) as Prisma.InputJsonValue }),
  ...(errorParams !== undefined && { errorParams: toJson(errorParams) }),
  ...(diskBytes !== undefined && { diskBytes: diskBytes === null ? null : BigInt(diskBytes) }),
  ...(memoryBytes !== undefined && { memoryBytes: memoryBytes === null ? null : BigInt(memoryBytes) }),
  ...(takenAt !== undefined && { takenAt: dateOf(takenAt) }),
  ...(expiresAt !== undefined && { expiresAt: dateOf(expiresAt) }),
  ...(createdAt !== undefined && { createdAt: new Date(createdAt) }),
});

const changed = (tx: Tx, { tenantId, serverId, id }: { tenantId: string; serverId: string; id: string }) =>
  notify(tx, { kind: "snapshots.changed", tenantId, serverId, snapshotId: id });

export const snapshotRepository = (tx: Tx): SnapshotRepository => {
  const find = async (id: string) => {
    const row = await tx.snapshot.findUnique({ where: { id } });
    return row && toSnapshot(row);
  };
  const get = async (id: string) => {
    const snapshot = await find(id);
    if (!snapshot) throw new AppError("notFound");
    return snapshot;
  };
  return {
    find,
    get,
    lock: async (id) => {
      await tx.$queryRaw`select 1 from snapshots where id = ${id}::uuid for update`;
      return get(id);
    },
    isNameTaken: async (serverId, name, except) =>
      (await tx.snapshot.count({
        where: { serverId, nameKey: nameKeyOf(name), ...(except && { id: { not: except } }) },
      })) > 0,
    insert: async ({ id, tenantId, serverId, parentId, name, mode, state, origin, config, ...rest }) => {
      const data = { id, tenantId, serverId, parentId, mode, state, origin, name, nameKey: nameKeyOf(name) };
      await tx.snapshot.create({ data: { ...toData(rest), ...data, config: toJson(config) as Prisma.InputJsonValue } });
      await changed(tx, { id, tenantId, serverId });
    },
    update: async (id, patch) => {
      const select = { id: true, tenantId: true, serverId: true } as const;
      await changed(tx, await tx.snapshot.update({ where: { id }, data: toData(patch), select }));
    },
    remove: async (id) => {
      const snapshot = await get(id);
      await tx.snapshot.updateMany({ where: { parentId: id }, data: { parentId: snapshot.parentId } });
      await tx.server.updateMany({ where: { currentSnapshotId: id }, data: { currentSnapshotId: snapshot.parentId } });
      await tx.snapshot.delete({ where: { id } });
      await changed(tx, snapshot);
    },
    removeAllOf: async (serverId) => {
      await tx.server.update({ where: { id: serverId }, data: { currentSnapshotId: null } });
      await tx.snapshot.deleteMany({ where: { serverId } });
    },
    listByServer: async (serverId) =>
      (await tx.snapshot.findMany({ where: { serverId }, orderBy: { createdAt: "asc" } })).map(toSnapshot),
    listExpired: async (now, { triedSince, limit }) => {
      const at = new Date(now);
      const ids = await tx.$queryRaw<{ id: string }[]>`
        select s.id from snapshots s
         where s.state = 'ready' and s.expires_at <= ${at}
           and not exists (select 1 from holds h
                where h.snapshot_id = s.id and h.released_at is null and (h.ends_at is null or h.ends_at > ${at}))
           and not exists (select 1 from operations o
                where o.snapshot_id = s.id and o.kind = 'snapshot.delete' and o.created_at > ${new Date(triedSince)})
         order by s.expires_at, s.id limit ${limit}`;
      const where = { id: { in: ids.map(({ id }) => id) } };
      const rows = await tx.snapshot.findMany({ where, orderBy: [{ expiresAt: "asc" }, { id: "asc" }] });
      return rows.map(toSnapshot);
    },
  };
};
