import type { AppError } from "@/lib/errors";
import type { JournalData, Operation, OperationInput, OperationKind, StepKey } from "../model/operation";
import type { WorkerPorts } from "../ports";

export type StepContext<K extends OperationKind> = {
  operation: Operation;
  input: OperationInput<K>;
  ports: WorkerPorts;
  /** Aborted when the operation is cancelled in a cancellable step, or taken away from this worker. */
  signal: AbortSignal;
  /** 0 to 100 of this step. */
  progress: (percent: number) => void;
  /** What an earlier step left in the journal; null when it has not been done. */
  left: (step: StepKey) => JournalData | null;
  /** Whether the undo of a later step was given up, so that what could still help must be kept. */
  undoFailed: (step: StepKey) => boolean;
};

export type Step<K extends OperationKind> = {
  key: StepKey;
  /** Share of the whole that the step usually takes; only the ratio counts. */
  weight: number;
  /** Whether it may be cancelled before and while it runs. */
  cancellable?: boolean;
  /** After this one nothing is undone any more: what fails later leaves what stands. */
  commits?: boolean;
  /** Safe to run again after it was cut off at any instant. */
  run: (context: StepContext<K>) => Promise<JournalData | undefined>;
  /** Takes back what `run` did, wholly or partly; safe to run again, and also when `run` did nothing. */
  undo?: (context: StepContext<K>) => Promise<void>;
};

export type OperationDefinition<K extends OperationKind> = {
  kind: K;
  steps: (input: OperationInput<K>) => readonly Step<K>[];
  /** What the rows say once an operation failed or was cancelled and its steps are undone; safe to run again. */
  settle?: (context: Omit<StepContext<K>, "progress" | "signal">, end: OperationEnd) => Promise<void>;
};

export type OperationEnd = { outcome: "failed" | "cancelled"; error: AppError };

export const defineOperation = <K extends OperationKind>(definition: OperationDefinition<K>): OperationDefinition<K> =>
  definition;
