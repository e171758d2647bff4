import "server-only";
import {
  type OperationKind,
  type OperationState,
  type OperationSubject,
  operationKinds,
  type StepKey,
  stepKeys,
} from "@/engine";
import { AppError, type ErrorCode, type ErrorParams, isErrorCode } from "@/lib/errors";
import { db } from "./client";
import type { Prisma } from "./generated/client";
import { subjectSchema } from "./operation-repository";
import { errorParamsSchema } from "./snapshot-repository";
import { listUndoable } from "./undo-views";

/** An operation as people see it. Times as ISO 8601 in UTC. */
export type OperationView = {
  id: string;
  kind: OperationKind;
  state: OperationState;
  tenantId: string | null;
  tenantName: string | null;
  serverId: string | null;
  snapshotId: string | null;
  imageId: string | null;
  subject: OperationSubject;
  step: StepKey | null;
  /** 0 to 100 of the whole. */
  percent: number;
  cancellable: boolean;
  cancelRequested: boolean;
  /** Whether it is a revert whose safety snapshot stands; that has the operation's id. */
  canUndo: boolean;
  error: { code: ErrorCode; params: ErrorParams } | null;
  byId: string | null;
  byName: string | null;
  createdAt: string;
  finishedAt: string | null;
};

const select = {
  cancelRequested: true,
  cancellable: true,
  createdAt: true,
  createdBy: { select: { id: true, name: true } },
  errorCode: true,
  errorParams: true,
  finishedAt: true,
  id: true,
  imageId: true,
  kind: true,
  percent: true,
  serverId: true,
  snapshotId: true,
  state: true,
  step: true,
  subject: true,
  tenant: { select: { name: true } },
  tenantId: true,
} as const satisfies Prisma.OperationSelect;

type Row = Prisma.OperationGetPayload<{ select: typeof select }>;

const kindOf = (value: string): OperationKind => {
  const kind = operationKinds.find((known) => known === value);
  if (!kind) throw new Error(`unknown kind of operation: ${value}`);
  return kind;
};

const errorOf = ({ errorCode, errorParams, state }: Row): OperationView["error"] => {
  if (state !== "failed") return null;
  const params = errorParamsSchema.safeParse(errorParams);
  return { code: isErrorCode(errorCode) ? errorCode : "engineFailed", params: params.data ?? {} };
};

const toView = (row: Row, undoable: ReadonlySet<string> = new Set()): OperationView => ({
  canUndo: undoable.has(row.id),
  byId: row.createdBy?.id ?? null,
  byName: row.createdBy?.name ?? null,
  // A waiting one has not begun, so nothing has to be undone.
  cancellable: !row.cancelRequested && (row.cancellable || row.state === "waiting"),
  cancelRequested: row.cancelRequested,
  createdAt: row.createdAt.toISOString(),
  error: errorOf(row),
  finishedAt: row.finishedAt?.toISOString() ?? null,
  id: row.id,
  imageId: row.imageId,
  kind: kindOf(row.kind),
  percent: row.percent,
  serverId: row.serverId,
  snapshotId: row.snapshotId,
  state: row.state,
  step: stepKeys.find((known) => known === row.step) ?? null,
  subject: subjectSchema.parse(row.subject),
  tenantId: row.tenantId,
  tenantName: row.tenant?.name ?? null,
});

const active = { in: ["waiting", "running"] } satisfies Prisma.EnumOperationStateFilter;
const activeShown = 50;
const endedShown = 20;

/** What runs or waits, oldest first, then what ended lately, newest first. */
export const listOperationViews = async (tenants: readonly string[] | "all"): Promise<OperationView[]> => {
  const allowed = tenants === "all" ? {} : { tenantId: { in: [...tenants] } };
  const [running, ended] = await Promise.all([
    db().operation.findMany({
      orderBy: { id: "asc" },
      select,
      take: activeShown,
      where: { ...allowed, state: active },
    }),
    db().operation.findMany({
      orderBy: { createdAt: "desc" },
      select,
      take: endedShown,
      where: { ...allowed, finishedAt: { not: null } },
    }),
  ]);
  const reverts = ended.filter(({ kind, state }) => kind === "snapshot.revert" && state === "done");
  const undoable = await listUndoable(reverts.map(({ id }) => id));
  return [...running, ...ended].map((row) => toView(row, undoable));
};

/** By server: the one that works on it, else the first in line. */
export const findActiveOperations = async (
  serverIds: readonly string[],
): Promise<ReadonlyMap<string, OperationView>> => {
  const where = { serverId: { in: [...serverIds] }, state: active };
  const rows = await db().operation.findMany({ orderBy: { id: "asc" }, select, where });
  const found = new Map<string, OperationView>();
  // The last one written for a server stands: first in line before later ones, running before both.
  for (const row of [...rows.toReversed(), ...rows.filter(({ state }) => state === "running")])
    if (row.serverId) found.set(row.serverId, toView(row));
  return found;
};

/** Throws AppError "notFound". */
export const getOperationView = async (id: string): Promise<OperationView> => {
  const row = await db().operation.findUnique({ select, where: { id } });
  if (!row) throw new AppError("notFound");
  return toView(row);
};

/** Where it belongs and what it is about; throws AppError "notFound". */
export const getOperationScope = async (id: string) => {
  const { kind, serverId, subject, tenantId } = await getOperationView(id);
  return { kind, serverId, subject, tenantId };
};
