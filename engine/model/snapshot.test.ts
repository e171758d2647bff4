import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { defaultName, maxNameLength, nameKeyOf, type SnapshotState, snapshotStates, toState } from "./snapshot";

const allowed: Readonly<Record<SnapshotState, readonly SnapshotState[]>> = {
  pending: ["creating", "failed"],
  creating: ["creating", "ready", "failed"],
  ready: ["reverting", "deleting"],
  reverting: ["ready"],
  deleting: ["ready", "failed"],
  failed: ["deleting"],
};

describe("the states of a snapshot", () => {
  for (const state of snapshotStates) {
    for (const next of snapshotStates) {
      const isAllowed = allowed[state].includes(next);
      test(`${state} ${isAllowed ? "may become" : "never becomes"} ${next}`, () => {
        const snapshot = { name: "before", state };
        if (isAllowed) expect(toState(snapshot, next)).toBe(next);
        else expect(() => toState(snapshot, next)).toThrow(new AppError("snapshotNotReady", { name: "before", state }));
      });
    }
  }
});

describe("names of snapshots", () => {
  test("a blank one is made of the server's name and the minute in UTC", () => {
    expect(defaultName("web-01", Date.UTC(2026, 10, 20, 9, 5, 59, 999))).toBe("web-01_20261120-0905");
    expect(defaultName("web-01", Date.UTC(2027, 0, 1))).toBe("web-01_20270101-0000");
  });

  test("a made one leaves room for a number even where the server's name is long", () => {
    expect(`${defaultName("w".repeat(200), 0)}-999`.length).toBeLessThanOrEqual(maxNameLength);
  });

  test("are compared without regard to case, outer blanks and composition", () => {
    expect(nameKeyOf("  Für alle ")).toBe(nameKeyOf("fu\u0308r ALLE"));
    expect(nameKeyOf("a b")).not.toBe(nameKeyOf("ab"));
  });
});
