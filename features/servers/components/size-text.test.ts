import { describe, expect, it } from "vitest";
import { parseGigabytes, roundedUp, toGigabytes } from "./size-text";

describe("sizes as people type them", () => {
  it.each([
    ["1", 1_000_000_000],
    ["0.5", 500_000_000],
    ["2,5", 2_500_000_000],
    [" 10 ", 10_000_000_000],
  ])("%s GB", (text, bytes) => expect(parseGigabytes(text)).toBe(bytes));

  it.each(["", "  ", "-1", "0", "ten", "1.2.3"])("%j is none", (text) => expect(parseGigabytes(text)).toBeNull());

  it("offers a disk of one decimal that holds the image", () => {
    expect(toGigabytes(2 ** 31)).toBe("2.2");
    expect(parseGigabytes(toGigabytes(2 ** 31))).toBeGreaterThanOrEqual(2 ** 31);
    expect(parseGigabytes(toGigabytes(2 ** 31))).toBe(roundedUp(2 ** 31));
  });
});
