import { describe, expect, test } from "vitest";
import { changedBytes, freedBytes, type SnapshotUsage, uniqueBytes } from "./snapshot-usage";

/** Three snapshots and the present, at the places 0 to 3; a second disk was added after "a". */
const usage: SnapshotUsage = {
  disks: [
    {
      diskId: "first",
      snapshotIds: ["a", "b", "c"],
      shares: [
        { holders: [0, 3], keptBytes: 1000, sameBytes: 1000 },
        { holders: [0, 0], keptBytes: 10, sameBytes: 10 },
        { holders: [1, 2], keptBytes: 20, sameBytes: 20 },
        { holders: [0, 0, 2, 2], keptBytes: 40, sameBytes: 40 },
        { holders: [1, 1, 3, 3], keptBytes: 80, sameBytes: 40 },
        { holders: [3, 3], keptBytes: 160, sameBytes: 30 },
      ],
      isPartial: false,
    },
    {
      diskId: "second",
      snapshotIds: ["b", "c"],
      shares: [{ holders: [0, 0], keptBytes: 5, sameBytes: 5 }],
      isPartial: false,
    },
  ],
  memory: [{ snapshotId: "c", bytes: 7 }],
};
const freed = (...ids: string[]) => freedBytes(usage, new Set(ids)).bytes;

describe("what is freed", () => {
  test("is what nobody outside the selection holds, on all disks and with RAM", () => {
    expect(freed("a")).toBe(10);
    expect(freed("b")).toBe(5);
    expect(freed("c")).toBe(7);
    expect(freed("b", "c")).toBe(5 + 7 + 20);
    expect(freed("a", "c")).toBe(10 + 7 + 40);
    expect(freed("a", "b", "c")).toBe(10 + 5 + 7 + 20 + 40);
    expect(freed()).toBe(0);
    expect(freed("unknown")).toBe(0);
  });

  test("alone is told for each at once", () => {
    expect(Object.fromEntries(uniqueBytes(usage))).toEqual({ a: 10, b: 5, c: 7 });
  });
});

describe("what has changed", () => {
  test("is what one state reads and the other does not, on the disks that both have", () => {
    expect(changedBytes(usage, "a", "now")).toEqual({ bytes: 50, disks: 1, isAtLeast: false });
    expect(changedBytes(usage, "b", "c")).toEqual({ bytes: 45, disks: 2, isAtLeast: false });
    expect(changedBytes(usage, "b", "b")).toEqual({ bytes: 0, disks: 0, isAtLeast: false });
    expect(changedBytes(usage, "unknown", "now")).toBeNull();
  });
});
