import { AppError } from "@/lib/errors";
import {
  type JournalEntry,
  type Operation,
  type OperationKind,
  operationInputs,
  type StepKey,
} from "../model/operation";
import type { WorkerPorts } from "../ports";
import type { OperationDefinition, Step, StepContext } from "./definition";
import { dataOf, isDone, needsUndo, undoingOf } from "./journal";
import { operationDefinition } from "./operation-definitions";

export type RunOptions = {
  workerId: string;
  /** How long a silent worker keeps its operation, ms; after that another one goes on with it. */
  leaseMs: number;
};

/** A worker that falls this often over one operation gives it up and undoes it. */
const maxAttempts = 4;
const progressEveryMs = 200;

export type RunResult = "done" | "failed" | "cancelled" | "notMine";

/**
 * Runs or resumes one operation to its end: steps in order, each journalled before and after; on failure or
 * cancellation back again. Never throws for what happens inside: the end stands in the row.
 * "notMine": it is another worker's, has ended, or its server is busy; somebody comes back to it.
 */
export const runOperation = async (ports: WorkerPorts, id: string, options: RunOptions): Promise<RunResult> => {
  const now = ports.clock.now();
  const operation = await ports.store.operations.claim(id, {
    workerId: options.workerId,
    now,
    leaseUntil: now + options.leaseMs,
  });
  if (!operation) return "notMine";
  return new Run(ports, operation, operationDefinition(operation.kind), options).toEnd();
};

class LeaseLost extends Error {}

class Run<K extends OperationKind> {
  readonly #ports: WorkerPorts;
  readonly #operation: Operation;
  readonly #definition: OperationDefinition<K>;
  readonly #options: RunOptions;
  readonly #input: StepContext<K>["input"];
  readonly #abort = new AbortController();
  readonly #steps: readonly Step<K>[];
  #journal: JournalEntry[];
  #cancelRequested: boolean;
  #lost = false;
  #current: Step<K> | null = null;

  constructor(ports: WorkerPorts, operation: Operation, definition: OperationDefinition<K>, options: RunOptions) {
    this.#ports = ports;
    this.#operation = operation;
    this.#definition = definition;
    this.#options = options;
    this.#input = operationInputs[definition.kind].parse(operation.input) as StepContext<K>["input"];
    this.#steps = definition.steps(this.#input);
    this.#journal = [...operation.journal];
    this.#cancelRequested = operation.cancelRequested;
  }

  async toEnd(): Promise<RunResult> {
    const { log } = this.#ports;
    const fields = {
      operationId: this.#operation.id,
      kind: this.#operation.kind,
      requestId: this.#operation.requestId,
    };
    log.info("operation.run", { ...fields, attempt: this.#operation.attempts });
    const heartbeat = setInterval(() => void this.#renew(), Math.max(50, this.#options.leaseMs / 5));
    try {
      const result = await this.#forthOrBack();
      log.info("operation.end", { ...fields, result });
      return result;
    } catch (error) {
      if (this.#lost) {
        log.warn("operation.lost", fields);
        return "notMine";
      }
      // Not even the row could be written (the database is away): the lease runs out and a worker resumes.
      log.error("operation.interrupted", { ...fields, error });
      return "notMine";
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #forthOrBack(): Promise<RunResult> {
    const undoing = undoingOf(this.#journal);
    if (undoing) return this.#back(undoing.outcome, new AppError(undoing.code, undoing.params));
    try {
      if (this.#operation.attempts > maxAttempts) throw new AppError("operationLost");
      await this.#forth();
      await this.#finish("done");
      return "done";
    } catch (error) {
      if (this.#lost || error instanceof LeaseLost) throw error;
      return this.#fail(error);
    }
  }

  async #forth(): Promise<void> {
    for (const step of this.#steps) {
      if (isDone(this.#journal, step.key)) continue;
      this.#current = step;
      if (this.#cancelRequested && (step.cancellable || this.#journal.length === 0))
        throw new AppError("operationCancelled");
      await this.#note({ step: step.key, state: "started", at: this.#ports.clock.now() }, step);
      await this.#reach(step.key, "started");
      const data = await step.run(this.#context(step));
      await this.#reach(step.key, "ran");
      this.#assertMine();
      await this.#note({ step: step.key, state: "done", at: this.#ports.clock.now(), data: data ?? {} }, step);
    }
  }

  async #fail(error: unknown): Promise<RunResult> {
    const cancelled = this.#cancelRequested && this.#abort.signal.aborted;
    const known = error instanceof AppError ? error : new AppError("engineFailed", {}, { cause: error });
    const shown = cancelled ? new AppError("operationCancelled") : known;
    const outcome = shown.code === "operationCancelled" ? "cancelled" : "failed";
    this.#ports.log[outcome === "failed" ? "error" : "info"]("operation.undo", {
      operationId: this.#operation.id,
      step: this.#current?.key,
      code: shown.code,
      error,
    });
    const { code, params } = shown;
    await this.#note({ state: "undoing", at: this.#ports.clock.now(), outcome, code, params });
    return this.#back(outcome, shown);
  }

  async #back(outcome: "failed" | "cancelled", error: AppError): Promise<RunResult> {
    const committed = this.#steps.some((step) => step.commits && isDone(this.#journal, step.key));
    if (!committed) {
      for (const step of [...this.#steps].reverse()) {
        if (!needsUndo(this.#journal, step.key)) continue;
        await this.#undo(step);
        await this.#note({ step: step.key, state: "undone", at: this.#ports.clock.now() });
      }
    }
    await this.#definition.settle?.(this.#context(null), { outcome, error });
    await this.#finish(outcome, error);
    if (outcome === "failed") await this.#noteFailure(error);
    return outcome;
  }

  /** The log of the server tells of it too; that somebody cancelled was noted when they did. */
  async #noteFailure(error: AppError): Promise<void> {
    const { kind, subject, tenantId, serverId } = this.#operation;
    await this.#ports.store.activities.insert({
      event: "operation.failed",
      tenantId,
      serverId,
      outcome: error.code,
      details: { kind, ...subject },
      at: this.#ports.clock.now(),
    });
  }

  async #undo(step: Step<K>): Promise<void> {
    try {
      await step.undo?.(this.#context(step));
    } catch (error) {
      if (this.#lost) throw error;
      // One undo that can't be done must not keep the others from theirs; the row tells the first failure.
      this.#ports.log.error("operation.undoFailed", { operationId: this.#operation.id, step: step.key, error });
    }
    await this.#reach(step.key, "undone");
  }

  #context(step: Step<K> | null): StepContext<K> {
    let lastAt = 0;
    return {
      operation: this.#operation,
      input: this.#input,
      ports: this.#ports,
      signal: this.#abort.signal,
      left: (key) => dataOf(this.#journal, key),
      progress: (percent) => {
        const now = this.#ports.clock.now();
        if (!step || now - lastAt < progressEveryMs) return;
        lastAt = now;
        const { id } = this.#operation;
        this.#ports.store.operations
          .saveProgress(id, this.#options.workerId, this.#percentAt(step, percent))
          .catch((error: unknown) => this.#ports.log.warn("operation.progressNotSaved", { operationId: id, error }));
      },
    };
  }

  #percentAt(step: Step<K>, percent: number): number {
    const total = this.#steps.reduce((sum, { weight }) => sum + weight, 0);
    let before = 0;
    for (const { key, weight } of this.#steps) {
      if (key === step.key) break;
      before += weight;
    }
    return Math.min(99, Math.floor(((before + (step.weight * percent) / 100) / total) * 100));
  }

  async #note(entry: JournalEntry, step?: Step<K>): Promise<void> {
    this.#assertMine();
    this.#journal = [...this.#journal, entry];
    await this.#ports.store.operations.saveJournal(this.#operation.id, this.#options.workerId, {
      journal: this.#journal,
      ...(step && {
        step: step.key,
        percent: this.#percentAt(step, entry.state === "done" ? 100 : 0),
        cancellable: step.cancellable ?? false,
      }),
    });
  }

  async #finish(state: "done" | "failed" | "cancelled", error?: AppError): Promise<void> {
    this.#assertMine();
    await this.#ports.store.operations.finish(this.#operation.id, this.#options.workerId, {
      state,
      now: this.#ports.clock.now(),
      ...(error && { code: error.code, params: error.params }),
    });
  }

  async #renew(): Promise<void> {
    try {
      const { lost, cancelRequested } = await this.#ports.store.operations.renew(this.#operation.id, {
        workerId: this.#options.workerId,
        leaseUntil: this.#ports.clock.now() + this.#options.leaseMs,
      });
      this.#lost ||= lost;
      this.#cancelRequested ||= cancelRequested;
      if (lost || (cancelRequested && this.#current?.cancellable)) this.#abort.abort();
    } catch (error) {
      this.#ports.log.warn("operation.renewFailed", { operationId: this.#operation.id, error });
    }
  }

  #assertMine(): void {
    if (this.#lost) throw new LeaseLost();
  }

  #reach(step: StepKey, point: "started" | "ran" | "undone"): Promise<void> {
    return this.#ports.faults?.reach(`${this.#operation.kind}/${step}/${point}`) ?? Promise.resolve();
  }
}
