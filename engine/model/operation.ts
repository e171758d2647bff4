import { z } from "zod";
import type { ErrorCode, ErrorParams } from "@/lib/errors";

export const operationStates = ["waiting", "running", "done", "failed", "cancelled"] as const;
export type OperationState = (typeof operationStates)[number];

const id = z.uuid();

/** What each kind of operation needs to know; ids only, the rest is read when it runs. */
export const operationInputs = {
  "image.import": z.object({ imageId: id, uploadPath: z.string() }),
  "image.remove": z.object({ imageId: id }),
  "server.create": z.object({ serverId: id, imageId: id, start: z.boolean() }),
  "server.delete": z.object({ serverId: id, wasFailed: z.boolean().default(false) }),
  "server.edit": z.object({
    serverId: id,
    vcpus: z.number().int().positive(),
    memoryBytes: z.number().int().positive(),
    /** All that it is to have, in their order; new ones among them. */
    disks: z.array(z.object({ id, sizeBytes: z.number().int().positive() })),
    removedDiskIds: z.array(id),
  }),
  "server.forceOff": z.object({ serverId: id }),
  "server.start": z.object({ serverId: id }),
  "server.stop": z.object({ serverId: id, timeoutMs: z.number().int().positive() }),
  "snapshot.create": z.object({
    serverId: id,
    snapshotId: id,
    mode: z.enum(["disks", "memory", "stop"]),
    quiesce: z.boolean().default(false),
    stopTimeoutMs: z.number().int().positive(),
  }),
  "snapshot.delete": z.object({ serverId: id, snapshotId: id }),
  "snapshot.revert": z.object({
    serverId: id,
    snapshotId: id,
    withMemory: z.boolean(),
    force: z.boolean(),
    /** Whether the state before is kept as a snapshot of its own, under the operation's id. */
    safety: z.boolean().default(false),
    stopTimeoutMs: z.number().int().positive(),
  }),
} as const;

export type OperationKind = keyof typeof operationInputs;
export type OperationInput<K extends OperationKind> = z.output<(typeof operationInputs)[K]>;
export const operationKinds = Object.keys(operationInputs) as readonly OperationKind[];

/** Steps by the names under which people see them (`operations:step.<key>`). */
export const stepKeys = [
  "begin",
  "capture",
  "check",
  "cleanUp",
  "configure",
  "convert",
  "finish",
  "forget",
  "guard",
  "makeDisks",
  "powerOff",
  "record",
  "remove",
  "resume",
  "revert",
  "start",
  "stop",
] as const;
export type StepKey = (typeof stepKeys)[number];

export type JournalData = Readonly<Record<string, string | number | boolean | null>>;

/**
 * What was done, written before and after each step. `started` without `done` means that a worker fell in between:
 * the step is run again, so steps are idempotent. `undoing` stands once, before the first undo; `undoFailed` is an undo
 * that was tried often and given up.
 */
export type JournalEntry =
  | { step: StepKey; state: "started" | "undone" | "undoFailed"; at: number }
  | { step: StepKey; state: "done"; at: number; data: JournalData }
  | { state: "undoing"; at: number; outcome: "failed" | "cancelled"; code: ErrorCode; params: ErrorParams };

/** The names at the time of the request, so that the row still speaks when its target is gone. */
export type OperationSubject = { server?: string; snapshot?: string; image?: string };

export type Operation = {
  id: string;
  kind: OperationKind;
  state: OperationState;
  tenantId: string | null;
  serverId: string | null;
  snapshotId: string | null;
  imageId: string | null;
  subject: OperationSubject;
  input: unknown;
  journal: readonly JournalEntry[];
  step: StepKey | null;
  percent: number;
  cancellable: boolean;
  cancelRequested: boolean;
  attempts: number;
  requestId: string | null;
  createdById: string | null;
  createdAt: number;
};
