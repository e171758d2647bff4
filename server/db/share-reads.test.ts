import { describe, expect, it } from "vitest";
import { shareRead } from "./share-reads";

const makeRead = () => {
  const starts: ((value: number) => void)[] = [];
  const read = () => new Promise<number>((resolve) => void starts.push(resolve));
  return { read, starts };
};
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe("reads of the same key", () => {
  it("gives those who ask meanwhile one read that starts after they asked", async () => {
    const { read, starts } = makeRead();
    const first = shareRead("a", read);
    const later = [shareRead("a", read), shareRead("a", read)];
    expect(starts).toHaveLength(1);
    starts[0]?.(1);
    expect(await first).toBe(1);
    await settled();
    expect(starts).toHaveLength(2);
    starts[1]?.(2);
    expect(await Promise.all(later)).toEqual([2, 2]);
  });
  it("keeps keys apart", () => {
    const { read, starts } = makeRead();
    void shareRead("b", read);
    void shareRead("c", read);
    expect(starts).toHaveLength(2);
  });
  it("reads anew after a failure, and does not hand the failure on", async () => {
    const failed = shareRead<number>("d", () => Promise.reject(new Error("gone")));
    const next = shareRead("d", () => Promise.resolve(3));
    await expect(failed).rejects.toThrow("gone");
    expect(await next).toBe(3);
  });
  it("starts at once when nobody is reading", async () => {
    expect(await shareRead("e", () => Promise.resolve(1))).toBe(1);
    expect(await shareRead("e", () => Promise.resolve(2))).toBe(2);
  });
});
