import "server-only";
import type { Server, ServerRepository } from "@/engine";
import { AppError } from "@/lib/errors";
import { notify } from "../events";
import { orNameTaken } from "./errors";
import type { Prisma } from "./generated/client";
import { dateOf, timeOf } from "./times";
import type { Tx } from "./transaction";

const include = { disks: { orderBy: { position: "asc" } }, nics: { orderBy: { position: "asc" } } } as const;
type Row = Prisma.ServerGetPayload<{ include: typeof include }>;

const toServer = (row: Row): Server => ({
  id: row.id,
  tenantId: row.tenantId,
  imageId: row.imageId,
  name: row.name,
  state: row.state,
  agent: row.agent,
  vcpus: row.vcpus,
  memoryBytes: Number(row.memoryBytes),
  webPort: row.webPort,
  startedAt: timeOf(row.startedAt),
  usedBytes: row.usedBytes === null ? null : Number(row.usedBytes),
  currentSnapshotId: row.currentSnapshotId,
  disks: row.disks.map(({ id, position, sizeBytes, usedBytes }) => ({
    id,
    position,
    sizeBytes: Number(sizeBytes),
    usedBytes: Number(usedBytes),
  })),
  nics: row.nics.map(({ id, position, mac }) => ({ id, position, mac })),
});

export const serverRepository = (tx: Tx): ServerRepository => {
  const find = async (id: string) => {
    const row = await tx.server.findUnique({ where: { id }, include });
    return row && toServer(row);
  };
  const get = async (id: string) => {
    const server = await find(id);
    if (!server) throw new AppError("notFound");
    return server;
  };
  return {
    find,
    get,
    lock: async (id) => {
      await tx.$queryRaw`select 1 from servers where id = ${id}::uuid for update`;
      return get(id);
    },
    isNameTaken: async (tenantId, name) =>
      (await tx.server.count({ where: { tenantId, name: { equals: name, mode: "insensitive" } } })) > 0,
    insert: async (server) => {
      const { disks, nics, memoryBytes, usedBytes, startedAt, ...rest } = server;
      const row = tx.server.create({
        data: {
          ...rest,
          memoryBytes: BigInt(memoryBytes),
          usedBytes: usedBytes === null ? null : BigInt(usedBytes),
          startedAt: dateOf(startedAt),
          disks: {
            create: disks.map((disk) => ({
              ...disk,
              sizeBytes: BigInt(disk.sizeBytes),
              usedBytes: BigInt(disk.usedBytes),
            })),
          },
          nics: { create: nics.map((nic) => ({ ...nic })) },
        },
        select: { id: true },
      });
      await orNameTaken(row, server.name);
      await notify(tx, { kind: "servers.changed", tenantId: server.tenantId, serverId: server.id });
    },
    update: async (id, { memoryBytes, usedBytes, startedAt, ...rest }) => {
      const { tenantId } = await tx.server.update({
        where: { id },
        data: {
          ...rest,
          ...(memoryBytes !== undefined && { memoryBytes: BigInt(memoryBytes) }),
          ...(usedBytes !== undefined && { usedBytes: usedBytes === null ? null : BigInt(usedBytes) }),
          ...(startedAt !== undefined && { startedAt: dateOf(startedAt) }),
        },
        select: { tenantId: true },
      });
      await notify(tx, { kind: "servers.changed", tenantId, serverId: id });
    },
    observe: async (id, from, { startedAt, ...seen }) => {
      const rows = await tx.server.updateManyAndReturn({
        where: { id, state: from, operations: { none: { state: "running" } } },
        data: { ...seen, startedAt: dateOf(startedAt) },
        select: { tenantId: true },
      });
      for (const { tenantId } of rows) await notify(tx, { kind: "servers.changed", tenantId, serverId: id });
    },
    configure: async (id, { vcpus, memoryBytes, disks, nics }) => {
      const { disks: before } = await get(id);
      const usedBytes = new Map(before.map((disk) => [disk.id, disk.usedBytes]));
      // Made anew, since places are unique and may be exchanged.
      await tx.disk.deleteMany({ where: { serverId: id } });
      await tx.nic.deleteMany({ where: { serverId: id } });
      const { tenantId } = await tx.server.update({
        where: { id },
        data: {
          vcpus,
          memoryBytes: BigInt(memoryBytes),
          disks: {
            create: disks.map((disk) => ({
              ...disk,
              sizeBytes: BigInt(disk.sizeBytes),
              usedBytes: BigInt(usedBytes.get(disk.id) ?? 0),
            })),
          },
          nics: { create: nics.map((nic) => ({ ...nic })) },
        },
        select: { tenantId: true },
      });
      await notify(tx, { kind: "servers.changed", tenantId, serverId: id });
    },
    updateDiskUse: async (serverId, disks) => {
      for (const { id, usedBytes } of disks) {
        await tx.disk.updateMany({ where: { id, serverId }, data: { usedBytes: BigInt(usedBytes) } });
      }
    },
    remove: async (id) => {
      const { tenantId } = await tx.server.delete({ where: { id }, select: { tenantId: true } });
      await notify(tx, { kind: "servers.changed", tenantId, serverId: id });
    },
    listObserved: async () => {
      const rows = await tx.server.findMany({
        where: { state: { in: ["running", "stopped", "unknown"] } },
        select: {
          id: true,
          name: true,
          tenantId: true,
          state: true,
          agent: true,
          webPort: true,
          startedAt: true,
          operations: { where: { state: "running" }, select: { id: true }, take: 1 },
        },
      });
      return rows.map(({ operations, startedAt, ...row }) => ({
        ...row,
        startedAt: timeOf(startedAt),
        busy: operations.length > 0,
      }));
    },
  };
};
