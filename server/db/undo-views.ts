import "server-only";
import { db } from "./client";
import { subjectSchema } from "./operation-repository";

/** The way back from the last revert. `at`: when that ended, ISO 8601 in UTC. */
export type UndoView = {
  /** The safety snapshot. */
  id: string;
  name: string;
  serverName: string;
  /** The snapshot that was reverted to, by its name at the time. */
  target: string;
  at: string;
};

/** The last revert's safety snapshot, for as long as it stands; a revert without one can't be undone. */
export const findUndo = async (serverId: string): Promise<UndoView | null> => {
  const last = await db().operation.findFirst({
    orderBy: { id: "desc" },
    select: { finishedAt: true, id: true, subject: true },
    where: { kind: "snapshot.revert", serverId, state: "done" },
  });
  if (!last?.finishedAt) return null;
  // A safety snapshot has the id of the operation that left it.
  const kept = await db().snapshot.findUnique({
    select: { id: true, name: true, server: { select: { name: true } } },
    where: { id: last.id, state: "ready" },
  });
  if (!kept) return null;
  const target = subjectSchema.parse(last.subject).snapshot ?? "";
  return { at: last.finishedAt.toISOString(), id: kept.id, name: kept.name, serverName: kept.server.name, target };
};

/** Before which revert a safety snapshot was taken: the name of what was reverted to. */
export const findRevertTarget = async (safetyId: string): Promise<string | null> => {
  const row = await db().operation.findUnique({ select: { subject: true }, where: { id: safetyId } });
  return row && (subjectSchema.parse(row.subject).snapshot ?? null);
};

/** Of these reverts, those whose safety snapshot stands. */
export const listUndoable = async (operationIds: readonly string[]): Promise<ReadonlySet<string>> => {
  if (operationIds.length === 0) return new Set();
  const rows = await db().snapshot.findMany({
    select: { id: true },
    where: { id: { in: [...operationIds] }, origin: "safety", state: "ready" },
  });
  return new Set(rows.map(({ id }) => id));
};
