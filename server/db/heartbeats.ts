import "server-only";
import { db } from "./client";
import type { Prisma } from "./generated/client";

export type HeartbeatKind = "engine" | "worker";
export type NewHeartbeat = { id: string; kind: HeartbeatKind; detail: Prisma.InputJsonObject };

/** Says that this part is alive, and how it is. `id` names the part, so each has one row. */
export const beat = async ({ id, kind, detail }: NewHeartbeat): Promise<void> => {
  const at = new Date();
  await db().heartbeat.upsert({
    create: { at, detail, id, kind },
    select: { id: true },
    update: { at, detail, kind },
    where: { id },
  });
};

/** A part that ends on purpose is not missed. */
export const removeHeartbeat = async (id: string): Promise<void> => {
  await db().heartbeat.deleteMany({ where: { id } });
};

/** Removes what has said nothing since then. */
export const clearHeartbeats = async (before: Date): Promise<number> => {
  const { count } = await db().heartbeat.deleteMany({ where: { at: { lt: before } } });
  return count;
};

/** The newest word of any part of that kind. */
export const findLatestHeartbeat = (kind: HeartbeatKind) =>
  db().heartbeat.findFirst({ orderBy: { at: "desc" }, select: { at: true, detail: true }, where: { kind } });

/** The version of the database server; throws when it does not answer. */
export const databaseVersion = async (): Promise<string> => {
  const [row] = await db().$queryRaw<{ version: string }[]>`select current_setting('server_version') as version`;
  return row?.version ?? "";
};
