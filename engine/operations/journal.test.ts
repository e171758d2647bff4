import { describe, expect, test } from "vitest";
import type { JournalEntry } from "../model/operation";
import { dataOf, hasUndoFailed, isDone, needsUndo, undoingOf } from "./journal";

const at = 1;
const started = (step: "check" | "stop"): JournalEntry => ({ step, state: "started", at });
const done = (step: "check" | "stop"): JournalEntry => ({ step, state: "done", at, data: { wasRunning: true } });

describe("the journal of an operation", () => {
  test("does not take a step that was only begun for done", () => {
    expect(isDone([started("check")], "check")).toBe(false);
    expect(isDone([started("check"), done("check")], "check")).toBe(true);
    expect(isDone([done("check")], "stop")).toBe(false);
  });

  test("gives later steps what a done one left, and nothing of one that was cut off", () => {
    expect(dataOf([started("check"), done("check")], "check")).toEqual({ wasRunning: true });
    expect(dataOf([started("check")], "check")).toBeNull();
  });

  test("takes back what was begun, whether or not it was done, and only once", () => {
    expect(needsUndo([], "stop")).toBe(false);
    expect(needsUndo([started("stop")], "stop")).toBe(true);
    expect(needsUndo([started("stop"), done("stop")], "stop")).toBe(true);
    expect(needsUndo([started("stop"), { step: "stop", state: "undone", at }], "stop")).toBe(false);
  });

  test("remembers an undo that was given up, and does not try it again", () => {
    const journal: JournalEntry[] = [started("stop"), { step: "stop", state: "undoFailed", at }];
    expect(needsUndo(journal, "stop")).toBe(false);
    expect(hasUndoFailed(journal, "stop")).toBe(true);
    expect(hasUndoFailed(journal, "check")).toBe(false);
  });

  test("knows the first reason for going back, whatever comes later", () => {
    const undoing: JournalEntry = { state: "undoing", at, outcome: "failed", code: "diskFull", params: {} };
    expect(undoingOf([started("stop")])).toBeNull();
    expect(undoingOf([started("stop"), undoing, { step: "stop", state: "undone", at }])).toBe(undoing);
  });
});
