import "server-only";
import type { ImageState } from "@/engine";
import { AppError, type ErrorCode, type ErrorParams, isErrorCode } from "@/lib/errors";
import { db } from "./client";
import type { Prisma } from "./generated/client";
import { getOperationView, type OperationView } from "./operation-views";
import { errorParamsSchema } from "./snapshot-repository";

export const imageSorts = ["createdAt", "diskBytes", "name", "state"] as const;
export type ImageSort = (typeof imageSorts)[number];

/** An image as the list shows it. Times as ISO 8601 in UTC, sizes in bytes. */
export type ImageRow = {
  id: string;
  name: string;
  description: string;
  state: ImageState;
  /** Size of the disk that a server made from it gets at least. */
  diskBytes: number;
  /** Servers that were made from it; they keep their own copy. */
  servers: number;
  createdAt: string;
  error: { code: ErrorCode; params: ErrorParams } | null;
  operation: OperationView | null;
};

export type ImageFilter = {
  q: string;
  sort: { by: ImageSort; dir: "asc" | "desc" };
  page: number;
  pageSize: number;
};

const select = {
  _count: { select: { servers: true } },
  createdAt: true,
  description: true,
  diskBytes: true,
  errorCode: true,
  errorParams: true,
  id: true,
  name: true,
  operations: {
    select: { id: true },
    take: 1,
    where: { kind: { startsWith: "image." }, state: { in: ["waiting", "running"] } },
  },
  state: true,
} as const satisfies Prisma.ImageSelect;

const toRow = async (row: Prisma.ImageGetPayload<{ select: typeof select }>): Promise<ImageRow> => {
  const { _count, errorCode, errorParams, operations, ...rest } = row;
  const [operation] = operations;
  return {
    ...rest,
    createdAt: row.createdAt.toISOString(),
    diskBytes: Number(row.diskBytes),
    error: isErrorCode(errorCode)
      ? { code: errorCode, params: errorParamsSchema.safeParse(errorParams).data ?? {} }
      : null,
    operation: operation ? await getOperationView(operation.id) : null,
    servers: _count.servers,
  };
};

export const listImageRows = async ({ q, sort, page, pageSize }: ImageFilter) => {
  const where = q ? ({ name: { contains: q, mode: "insensitive" } } satisfies Prisma.ImageWhereInput) : {};
  const [rows, total] = await Promise.all([
    db().image.findMany({
      orderBy: [{ [sort.by]: sort.dir }, { id: "asc" }],
      select,
      skip: (page - 1) * pageSize,
      take: pageSize,
      where,
    }),
    db().image.count({ where }),
  ]);
  // Few images are ever at work at once, so one read each of those costs less than a join for all.
  return { rows: await Promise.all(rows.map(toRow)), total };
};

/** What an image is called, for the activity log; throws AppError "notFound". */
export const getImageScope = async (id: string) => {
  const image = await db().image.findUnique({ select: { name: true }, where: { id } });
  if (!image) throw new AppError("notFound");
  return { subject: { image: image.name }, tenantId: null };
};

export const isImageNameTaken = async (name: string): Promise<boolean> =>
  (await db().image.count({ where: { name: { equals: name, mode: "insensitive" } } })) > 0;
