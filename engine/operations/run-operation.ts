import { AppError } from "@/lib/errors";
import {
  type JournalEntry,
  type Operation,
  type OperationKind,
  operationInputs,
  type StepKey,
} from "../model/operation";
import type { Held, WorkerPorts } from "../ports";
import { StoreFailure } from "../store-failure";
import type { OperationDefinition, OperationEnd, Step, StepContext } from "./definition";
import { dataOf, hasUndoFailed, isDone, needsUndo, undoingOf } from "./journal";
import { operationDefinition } from "./operation-definitions";

export type RunOptions = {
  workerId: string;
  /** How long a silent worker keeps its operation, ms; after that another one goes on with it. */
  leaseMs: number;
};

/** A worker that falls this often over one operation gives it up and undoes it. */
const maxAttempts = 4;
/** After so many attempts in all, an undo that still fails is given up, so that the server is not blocked for ever. */
const maxUndoAttempts = 8;
const progressEveryMs = 200;

export type RunResult = "done" | "failed" | "cancelled" | "notMine";

/**
 * Runs or resumes one operation to its end: steps in order, each journalled before and after; on failure or
 * cancellation back again. Never throws for what happens inside: the end stands in the row.
 * "notMine": it is another worker's, has ended, or its server is busy; somebody comes back to it.
 */
export const runOperation = async (ports: WorkerPorts, id: string, options: RunOptions): Promise<RunResult> => {
  const known = await ports.store.operations.find(id);
  if (!known || (known.state !== "waiting" && known.state !== "running")) return "notMine";
  const machine = await ports.machines.take(known.serverId ?? known.imageId ?? id);
  if (!machine) return "notMine";
  try {
    const now = ports.clock.now();
    const { workerId, leaseMs } = options;
    const operation = await ports.store.operations.claim(id, { workerId, now, leaseUntil: now + leaseMs });
    if (!operation) return "notMine";
    return await new Run(ports, operation, operationDefinition(operation.kind), options).toEnd();
  } finally {
    await machine.release();
  }
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
      // The database is away, or an undo could not be done now: the lease runs out and a worker goes on.
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
      if (this.#operation.attempts > this.#attemptLimit()) throw new AppError("operationLost");
      await this.#forth();
    } catch (error) {
      if (this.#mustStop(error)) throw error;
      return this.#fail(error);
    }
    await this.#finish("done");
    return "done";
  }

  /** What a step that commits wrote may stand though the journal does not say so yet: undoing it is the last resort. */
  #attemptLimit(): number {
    const mayStand = this.#steps.some((step) => step.commits && needsUndo(this.#journal, step.key));
    return mayStand ? maxUndoAttempts : maxAttempts;
  }

  /** Neither the step's fault nor ours to judge: another worker has it, or nothing can be written down. */
  #mustStop(error: unknown): boolean {
    return this.#lost || error instanceof StoreFailure;
  }

  async #forth(): Promise<void> {
    for (const step of this.#steps) {
      if (isDone(this.#journal, step.key)) continue;
      this.#current = step;
      this.#assertWanted();
      await this.#note({ step: step.key, state: "started", at: this.#ports.clock.now() }, step);
      // A wish that the row took during the step before, which allowed it, may be seen only now.
      this.#assertWanted();
      await this.#reach(step.key, "started");
      const data = await step.run(this.#context(step));
      await this.#reach(step.key, "ran");
      this.#assertMine();
      const done: JournalEntry = { step: step.key, state: "done", at: this.#ports.clock.now(), data: data ?? {} };
      // One write tells of an end and of the next beginning.
      if (step === this.#steps.at(-1)) await this.#note(done, step);
      else this.#journal = [...this.#journal, done];
    }
  }

  #assertWanted(): void {
    if (this.#cancelRequested && !this.#isCommitted()) throw new AppError("operationCancelled");
  }

  #isCommitted(): boolean {
    return this.#steps.some((step) => step.commits && isDone(this.#journal, step.key));
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
    if (!this.#isCommitted()) {
      for (const step of [...this.#steps].reverse()) {
        if (!needsUndo(this.#journal, step.key)) continue;
        const state = await this.#undo(step);
        await this.#note({ step: step.key, state, at: this.#ports.clock.now() });
      }
    }
    await this.#settle({ outcome, error });
    await this.#finish(outcome, error);
    return outcome;
  }

  async #undo(step: Step<K>): Promise<"undone" | "undoFailed"> {
    try {
      await step.undo?.(this.#context(step));
      await this.#reach(step.key, "undone");
      return "undone";
    } catch (error) {
      this.#throwUnlessLastTry(error);
      // One undo that can't be done must not keep the others from theirs; the row tells the first failure.
      this.#ports.log.error("operation.undoFailed", { operationId: this.#operation.id, step: step.key, error });
      return "undoFailed";
    }
  }

  async #settle(end: OperationEnd): Promise<void> {
    try {
      await this.#definition.settle?.(this.#context(null), end);
    } catch (error) {
      this.#throwUnlessLastTry(error);
      this.#ports.log.error("operation.settleFailed", { operationId: this.#operation.id, error });
    }
  }

  #throwUnlessLastTry(error: unknown): void {
    if (this.#mustStop(error) || this.#operation.attempts < maxUndoAttempts) throw error;
  }

  #context(step: Step<K> | null): StepContext<K> {
    let lastAt = 0;
    return {
      operation: this.#operation,
      input: this.#input,
      ports: this.#ports,
      signal: this.#abort.signal,
      left: (key) => dataOf(this.#journal, key),
      undoFailed: (key) => hasUndoFailed(this.#journal, key),
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
    const journal = [...this.#journal, entry];
    const held = await this.#ports.store.operations.saveJournal(this.#operation.id, this.#options.workerId, {
      journal,
      ...(step && {
        step: step.key,
        percent: this.#percentAt(step, entry.state === "done" ? 100 : 0),
        cancellable: step.cancellable ?? false,
      }),
    });
    this.#heed(held);
    this.#assertMine();
    this.#journal = journal;
  }

  /** The end and, for a failure, its line in the server's log; that somebody cancelled was noted when they did. */
  async #finish(state: "done" | "failed" | "cancelled", error?: AppError): Promise<void> {
    this.#assertMine();
    const { id, kind, subject, tenantId, serverId } = this.#operation;
    const now = this.#ports.clock.now();
    const end = { state, now, ...(error && { code: error.code, params: error.params }) };
    await this.#ports.store.transaction(async (store) => {
      const { lost } = await store.operations.finish(id, this.#options.workerId, end);
      if (lost) throw this.#lose();
      if (serverId) await store.usages.ask(serverId, now);
      if (state !== "failed" || !error) return;
      const line = { event: "operation.failed", tenantId, serverId, outcome: error.code, at: now };
      const target = subject.snapshot ?? subject.server ?? subject.image ?? "";
      await store.activities.insert({ ...line, details: { kind, target, ...subject } });
    });
  }

  async #renew(): Promise<void> {
    try {
      const leaseUntil = this.#ports.clock.now() + this.#options.leaseMs;
      const { workerId } = this.#options;
      this.#heed(await this.#ports.store.operations.renew(this.#operation.id, { workerId, leaseUntil }));
    } catch (error) {
      this.#ports.log.warn("operation.renewFailed", { operationId: this.#operation.id, error });
    }
  }

  #heed({ lost, cancelRequested }: Held): void {
    this.#lost ||= lost;
    this.#cancelRequested ||= cancelRequested;
    if (lost || (cancelRequested && this.#current?.cancellable)) this.#abort.abort();
  }

  #lose(): LeaseLost {
    this.#lost = true;
    return new LeaseLost();
  }

  #assertMine(): void {
    if (this.#lost) throw new LeaseLost();
  }

  #reach(step: StepKey, point: "started" | "ran" | "undone"): Promise<void> {
    return this.#ports.faults?.reach(`${this.#operation.kind}/${step}/${point}`) ?? Promise.resolve();
  }
}
