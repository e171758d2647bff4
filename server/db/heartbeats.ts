import "server-only";
import { db } from "./client";
import type { Prisma } from "./generated/client";

type Beat = { id: string; kind: "worker" | "engine"; detail: Prisma.InputJsonObject };

/** Says "I am here, and this is how I am"; what is silent for too long counts as gone. */
export const beat = async ({ id, kind, detail }: Beat): Promise<void> => {
  const at = new Date();
  await db().heartbeat.upsert({ where: { id }, create: { id, kind, detail, at }, update: { detail, at } });
};

/** The freshest of its kind; null when none ever came. */
export const findLatestBeat = (kind: Beat["kind"]) =>
  db().heartbeat.findFirst({ where: { kind }, orderBy: { at: "desc" }, select: { id: true, detail: true, at: true } });
