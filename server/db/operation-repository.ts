import "server-only";
import { z } from "zod";
import { type Operation, type OperationRepository, operationKinds, stepKeys } from "@/engine";
import { AppError, isErrorCode } from "@/lib/errors";
import { notify } from "../events";
import { isUniqueViolation } from "./errors";
import { Prisma } from "./generated/client";
import { enqueueOperation } from "./jobs";
import { toJson } from "./json";
import { errorParamsSchema } from "./snapshot-repository";
import type { Tx } from "./transaction";

const step = z.enum(stepKeys);
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const journalSchema = z.array(
  z.discriminatedUnion("state", [
    z.object({ step, state: z.literal("started"), at: z.number() }),
    z.object({ step, state: z.literal("undone"), at: z.number() }),
    z.object({ step, state: z.literal("undoFailed"), at: z.number() }),
    z.object({ step, state: z.literal("done"), at: z.number(), data: z.record(z.string(), scalar) }),
    z.object({
      state: z.literal("undoing"),
      at: z.number(),
      outcome: z.enum(["failed", "cancelled"]),
      code: z.string().refine(isErrorCode),
      params: errorParamsSchema,
    }),
  ]),
);
export const subjectSchema = z.object({
  server: z.string().optional(),
  snapshot: z.string().optional(),
  image: z.string().optional(),
});

const toOperation = (row: Prisma.OperationGetPayload<object>): Operation => ({
  id: row.id,
  kind: z.enum(operationKinds).parse(row.kind),
  state: row.state,
  tenantId: row.tenantId,
  serverId: row.serverId,
  snapshotId: row.snapshotId,
  imageId: row.imageId,
  subject: subjectSchema.parse(row.subject),
  input: row.input,
  journal: journalSchema.parse(row.journal),
  step: step.nullable().parse(row.step),
  percent: row.percent,
  cancellable: row.cancellable,
  cancelRequested: row.cancelRequested,
  attempts: row.attempts,
  requestId: row.requestId,
  createdById: row.createdById,
  createdAt: row.createdAt.getTime(),
});

type Announced = Pick<Operation, "id" | "tenantId" | "serverId">;
const announced = { id: true, tenantId: true, serverId: true } as const;
const changed = (tx: Tx, { id, tenantId, serverId }: Announced) =>
  notify(tx, { kind: "operations.changed", tenantId, ...(serverId && { serverId }), operationId: id });

/** Whether a worker may have the row `o` now. */
const isClaimable = (now: Date) => Prisma.sql`(
     (o.state = 'running' and o.lease_until < ${now})
  or (o.state = 'waiting' and (o.server_id is null or not exists (
       select 1 from operations b
        where b.server_id = o.server_id and b.id <> o.id
          and (b.state = 'running'
            or (b.state = 'waiting' and b.id < o.id and o.kind <> 'server.forceOff'))))))`;

/**
 * One statement decides who works on what. A waiting one needs its server free and nothing older waiting; power-off
 * goes before what waits. The unique index on running rows settles two workers that come at the same instant.
 */
const claimRow = (tx: Tx, id: string, workerId: string, now: Date, leaseUntil: Date) => tx.$queryRaw<{ id: string }[]>`
  update operations o
     set state = 'running', worker_id = ${workerId}, lease_until = ${leaseUntil},
         attempts = attempts + 1, started_at = coalesce(started_at, ${now})
   where o.id = ${id}::uuid and ${isClaimable(now)}
  returning o.id`;

/** What a worker may still write: its own running operation. */
const mine = (id: string, workerId: string) => ({ id, workerId, state: "running" as const });

export const operationRepository = (tx: Tx): OperationRepository => {
  const find = async (id: string) => {
    const row = await tx.operation.findUnique({ where: { id } });
    return row && toOperation(row);
  };
  const get = async (id: string) => {
    const operation = await find(id);
    if (!operation) throw new AppError("notFound");
    return operation;
  };
  return {
    find,
    get,
    findByIdempotencyKey: async (idempotencyKey) => {
      const row = await tx.operation.findUnique({ where: { idempotencyKey } });
      return row && toOperation(row);
    },
    insert: async ({ subject, input, createdAt, ...operation }) => {
      const data = { ...operation, state: "waiting", journal: [], createdAt: new Date(createdAt) } as const;
      const json = { subject: toJson(subject) as Prisma.InputJsonValue, input: input as Prisma.InputJsonValue };
      await tx.operation.create({ data: { ...data, ...json } });
      await enqueueOperation(tx, operation.id);
      await changed(tx, operation);
    },
    listActive: async (serverId) => {
      const rows = await tx.operation.findMany({
        where: { serverId, state: { in: ["waiting", "running"] } },
        orderBy: { id: "asc" },
        select: { id: true, kind: true, state: true },
      });
      return rows.map(({ kind, ...row }) => ({ ...row, kind: z.enum(operationKinds).parse(kind) }));
    },
    claim: async (id, { workerId, now, leaseUntil }) => {
      try {
        const [row] = await claimRow(tx, id, workerId, new Date(now), new Date(leaseUntil));
        if (!row) return null;
      } catch (error) {
        if (isRunningTwice(error)) return null;
        throw error;
      }
      const operation = await get(id);
      await changed(tx, operation);
      return operation;
    },
    renew: async (id, { workerId, leaseUntil }) => {
      const rows = await tx.operation.updateManyAndReturn({
        where: mine(id, workerId),
        data: { leaseUntil: new Date(leaseUntil) },
        select: { cancelRequested: true },
      });
      return heldOf(rows);
    },
    saveJournal: async (id, workerId, { journal, ...rest }) => {
      const data = { ...rest, journal: journal.map((entry) => ({ ...entry })) };
      const select = { ...announced, cancelRequested: true } as const;
      const rows = await tx.operation.updateManyAndReturn({ where: mine(id, workerId), data, select });
      for (const row of rows) await changed(tx, row);
      return heldOf(rows);
    },
    saveProgress: async (id, workerId, percent) => {
      const where = { ...mine(id, workerId), percent: { lt: percent } };
      for (const row of await tx.operation.updateManyAndReturn({ where, data: { percent }, select: announced })) {
        await changed(tx, row);
      }
    },
    finish: async (id, workerId, { state, now, code, params }) => {
      const end = { state, finishedAt: new Date(now), leaseUntil: null, cancellable: false };
      const data = {
        ...end,
        errorCode: code ?? null,
        errorParams: toJson(params ?? null),
        ...(state === "done" && { percent: 100 }),
      };
      const where = mine(id, workerId);
      const rows = await tx.operation.updateManyAndReturn({ where, data, select: announced });
      for (const row of rows) await changed(tx, row);
      return { lost: rows.length === 0 };
    },
    requestCancel: async (id) => {
      const ended = await tx.operation.updateManyAndReturn({
        where: { id, state: "waiting" },
        data: { cancelRequested: true },
        select: announced,
      });
      const wished = await tx.operation.updateManyAndReturn({
        // Claimed, but without its first step: the worker looks once more before that.
        where: { id, state: "running", OR: [{ cancellable: true }, { step: null }] },
        data: { cancelRequested: true },
        select: announced,
      });
      const [row] = [...ended, ...wished];
      if (!row) throw new AppError("notCancellable");
      await changed(tx, row);
    },
    listClaimable: async (now) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        select o.id from operations o
         where o.state in ('waiting', 'running') and ${isClaimable(new Date(now))}
         order by o.id limit 200`;
      return rows.map(({ id }) => id);
    },
    listFinished: async (ids) => {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        select id from operations
         where id = any(${[...ids]}::uuid[]) and finished_at is not null
           and not journal @> '[{"state": "undoFailed"}]'::jsonb`;
      return rows.map(({ id }) => id);
    },
  };
};

const heldOf = (rows: readonly { cancelRequested: boolean }[]) => ({
  lost: rows.length === 0,
  cancelRequested: rows[0]?.cancelRequested ?? false,
});

/** The database's own word for the unique index on running rows, also when it comes out of a raw query. */
const isRunningTwice = (error: unknown): boolean =>
  isUniqueViolation(error) || (error instanceof Error && error.message.includes("operations_one_running_per_server"));
