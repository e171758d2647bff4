import { describe, expect, it } from "vitest";
import { configChanges } from "./config-changes";

const disk = (id: string, sizeBytes: number, position = 0) => ({ id, position, sizeBytes });
const then = {
  disks: [disk("a", 4e9), disk("b", 1e9, 1)],
  memoryBytes: 1e9,
  nics: [{ id: "n", mac: "52:54:00:00:00:01", position: 0 }],
  vcpus: 2,
};

describe("what changed since a snapshot", () => {
  it("is nothing where all is as it was", () => expect(configChanges(then, structuredClone(then))).toEqual([]));
  it("names processors and memory", () => {
    expect(configChanges(then, { ...then, memoryBytes: 2e9, vcpus: 4 })).toEqual([
      { now: 4, before: 2, what: "vcpus" },
      { now: 2e9, before: 1e9, what: "memory" },
    ]);
  });
  it("tells a disk that grew from one that came and one that went", () => {
    expect(configChanges(then, { ...then, disks: [disk("a", 8e9), disk("c", 2e9, 2)] })).toEqual([
      { now: 8e9, number: 1, before: 4e9, what: "disk" },
      { now: null, number: 2, before: 1e9, what: "disk" },
      { now: 2e9, number: 3, before: null, what: "disk" },
    ]);
  });
  it("sees a card that was exchanged", () => {
    const nics = [{ id: "m", mac: "52:54:00:00:00:02", position: 0 }];
    expect(configChanges(then, { ...then, nics })).toEqual([{ now: 1, before: 1, what: "nics" }]);
  });
});
