import type { JournalData, JournalEntry, StepKey } from "../model/operation";

type Undoing = Extract<JournalEntry, { state: "undoing" }>;

export const isDone = (journal: readonly JournalEntry[], step: StepKey): boolean =>
  journal.some((entry) => entry.state === "done" && entry.step === step);

export const dataOf = (journal: readonly JournalEntry[], step: StepKey): JournalData | null => {
  for (const entry of journal) if (entry.state === "done" && entry.step === step) return entry.data;
  return null;
};

export const undoingOf = (journal: readonly JournalEntry[]): Undoing | null => {
  for (const entry of journal) if (entry.state === "undoing") return entry;
  return null;
};

export const hasUndoFailed = (journal: readonly JournalEntry[], step: StepKey): boolean =>
  journal.some((entry) => entry.state === "undoFailed" && entry.step === step);

/** Whether the step began, and what it did has neither been taken back nor been given up. */
export const needsUndo = (journal: readonly JournalEntry[], step: StepKey): boolean => {
  const states = journal.flatMap((entry) => (entry.state !== "undoing" && entry.step === step ? [entry.state] : []));
  return states.length > 0 && !states.includes("undone") && !states.includes("undoFailed");
};
