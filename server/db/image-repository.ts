import "server-only";
import { z } from "zod";
import type { Image, ImageRepository } from "@/engine";
import { AppError, isErrorCode } from "@/lib/errors";
import { notify } from "../events";
import { orNameTaken } from "./errors";
import type { Prisma } from "./generated/client";
import { toJson } from "./json";
import { errorParamsSchema } from "./snapshot-repository";
import type { Tx } from "./transaction";

const filesSchema = z.object({
  diskPath: z.string(),
  boot: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("disk") }),
    z.object({ kind: z.literal("direct"), kernelPath: z.string(), initrdPath: z.string(), commandLine: z.string() }),
  ]),
});

const toImage = (row: Prisma.ImageGetPayload<object>): Image => ({
  id: row.id,
  name: row.name,
  description: row.description,
  state: row.state,
  files: row.files === null ? null : filesSchema.parse(row.files),
  diskBytes: Number(row.diskBytes),
  errorCode: isErrorCode(row.errorCode) ? row.errorCode : null,
  errorParams: row.errorParams === null ? null : errorParamsSchema.parse(row.errorParams),
});

const changed = (tx: Tx) => notify(tx, { kind: "images.changed", tenantId: null });

const toData = ({ files, diskBytes, errorParams, ...rest }: Partial<Omit<Image, "id">>) => ({
  ...rest,
  ...(files !== undefined && { files: toJson(files) }),
  ...(diskBytes !== undefined && { diskBytes: BigInt(diskBytes) }),
  ...(errorParams !== undefined && { errorParams: toJson(errorParams) }),
});

export const imageRepository = (tx: Tx): ImageRepository => {
  const find = async (id: string) => {
    const row = await tx.image.findUnique({ where: { id } });
    return row && toImage(row);
  };
  const get = async (id: string) => {
    const image = await find(id);
    if (!image) throw new AppError("notFound");
    return image;
  };
  return {
    find,
    get,
    lock: async (id) => {
      await tx.$queryRaw`select 1 from images where id = ${id}::uuid for update`;
      return get(id);
    },
    isNameTaken: async (name) => (await tx.image.count({ where: { name: { equals: name, mode: "insensitive" } } })) > 0,
    findByName: async (name) => {
      const row = await tx.image.findUnique({ where: { name } });
      return row && toImage(row);
    },
    insert: async ({ id, name, state, diskBytes, ...rest }) => {
      const data = { ...toData(rest), id, name, state, diskBytes: BigInt(diskBytes) };
      await orNameTaken(tx.image.create({ data, select: { id: true } }), name);
      await changed(tx);
    },
    update: async (id, patch) => {
      await tx.image.update({ where: { id }, data: toData(patch) });
      await changed(tx);
    },
    remove: async (id) => {
      await tx.image.delete({ where: { id } });
      await changed(tx);
    },
    countPendingUses: (imageId) => tx.server.count({ where: { imageId, state: { in: ["pending", "creating"] } } }),
  };
};
