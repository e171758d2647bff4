import { describe, expect, it } from "vitest";
import { parseGigabytes, roundedUp, toGigabytes } from "./size-text";

describe("sizes as people type them", () => {
  it.each([
    ["1", 1_000_001_536],
    ["0.512", 512_000_000],
    ["2,5", 2_500_001_792],
    [" 10 ", 10_000_003_072],
  ])("%s GB", (text, bytes) => expect(parseGigabytes(text)).toBe(bytes));

  it.each(["0.1", "1.1", "3,3", "0.25"])("%s GB is one that a disk can have", (text) => {
    expect((parseGigabytes(text) ?? 1) % 4096).toBe(0);
  });

  it.each(["", "  ", "-1", "0", "ten", "1.2.3"])("%j is none", (text) => expect(parseGigabytes(text)).toBeNull());

  it("offers a disk of one decimal that holds the image", () => {
    expect(toGigabytes(2 ** 31)).toBe("2.2");
    expect(parseGigabytes(toGigabytes(2 ** 31))).toBeGreaterThanOrEqual(2 ** 31);
    expect(parseGigabytes(toGigabytes(2 ** 31))).toBe(roundedUp(2 ** 31));
  });
});
