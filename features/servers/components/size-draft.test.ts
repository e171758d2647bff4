import { describe, expect, test } from "vitest";
import { findSizeFaults, removedDisks, type SizeDraft, sizeDraftOf, toWish, withNewDisk } from "./size-draft";

const limits = {
  diskBytes: { max: 1e12, min: 1e8 },
  disks: 8,
  memoryBytes: { max: 64e9, min: 2e8 },
  nameLength: 63,
  vcpus: { max: 16, min: 1 },
};
const disk = (id: string, position: number, sizeBytes: number) => ({ id, position, sizeBytes, usedBytes: 0 });
// Sizes that no text with one decimal tells to the byte.
const server = { disks: [disk("a", 0, 2 ** 30), disk("b", 1, 2 ** 28)], memoryBytes: 2 ** 28, vcpus: 1 };

const typed = (change: Partial<SizeDraft>): SizeDraft => ({ ...sizeDraftOf(server), ...change });
const withDisk = (index: number, text: string) =>
  typed({ disks: sizeDraftOf(server).disks.map((one, at) => (at === index ? { ...one, text } : one)) });

describe("the form that changes a server's size", () => {
  test("asks for nothing while nothing was changed, though the sizes shown are rounded", () => {
    expect(toWish(sizeDraftOf(server), server, limits)).toBeNull();
  });

  test("leaves to the byte what nobody has touched", () => {
    const wish = toWish(typed({ vcpus: "2" }), server, limits);
    expect(wish).toEqual({
      disks: [
        { id: "a", sizeBytes: 2 ** 30 },
        { id: "b", sizeBytes: 2 ** 28 },
      ],
      memoryBytes: 2 ** 28,
      vcpus: 2,
    });
  });

  test("lets a disk become larger but not smaller", () => {
    expect(toWish(withDisk(1, "0,5"), server, limits)?.disks[1]?.sizeBytes).toBeGreaterThanOrEqual(5e8);
    expect([...findSizeFaults(withDisk(0, "1"), limits).disks]).toEqual(["a"]);
    expect(toWish(withDisk(0, "1"), server, limits)).toBeNull();
  });

  test("knows bounds and what is no number", () => {
    expect(findSizeFaults(typed({ vcpus: "17" }), limits).vcpus).toBe(true);
    expect(findSizeFaults(typed({ vcpus: "1.5" }), limits).vcpus).toBe(true);
    expect(findSizeFaults(withDisk(1, "much"), limits).disks.size).toBe(1);
    expect(findSizeFaults(typed({ memory: { now: null, text: "0.1" } }), limits).memory).toBe(true);
  });

  test("adds disks behind the others, and names those that go", () => {
    const [first] = sizeDraftOf(server).disks;
    const draft = withNewDisk(typed({ disks: first ? [first] : [] }), "new");
    expect(draft.disks.map(({ number }) => number)).toEqual([1, 3]);
    expect(toWish(draft, server, limits)?.disks).toEqual([
      { id: "a", sizeBytes: 2 ** 30 },
      { id: null, sizeBytes: expect.any(Number) },
    ]);
    expect(removedDisks(draft, server)).toEqual([2]);
    expect(removedDisks(sizeDraftOf(server), server)).toEqual([]);
  });
});
