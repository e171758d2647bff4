import { describe, expect, it } from "vitest";
import { createRounds } from "./rounds";

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

const setUp = (patienceMs?: number) => {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const fails: ((error: Error) => void)[] = [];
  const ask = createRounds(
    (key) => {
      begun.push(key);
      return new Promise<void>((resolve, reject) => {
        ends.push(resolve);
        fails.push(reject);
      });
    },
    patienceMs === undefined ? {} : { patienceMs },
  );
  return { ask, begun, ends, fails };
};

describe("rounds", () => {
  it("fold what is asked at once into one, and what is asked meanwhile into one more", async () => {
    const { ask, begun, ends } = setUp();
    for (let time = 0; time < 5; time += 1) ask("a");
    await settle();
    expect(begun).toEqual(["a"]);
    for (let time = 0; time < 5; time += 1) ask("a");
    await settle();
    expect(begun).toEqual(["a"]);
    ends[0]?.();
    await settle();
    expect(begun).toEqual(["a", "a"]);
    ends[1]?.();
    await settle();
    expect(begun).toHaveLength(2);
    ask("a");
    await settle();
    expect(begun).toHaveLength(3);
  });

  it("of different keys do not wait for each other", async () => {
    const { ask, begun } = setUp();
    ask("a");
    ask("b");
    await settle();
    expect(begun).toEqual(["a", "b"]);
  });

  it("go on after one that failed", async () => {
    const { ask, begun, fails } = setUp();
    ask("a");
    await settle();
    ask("a");
    fails[0]?.(new Error("away"));
    await settle();
    expect(begun).toHaveLength(2);
  });

  it("do not wait for ever for one that hangs", async () => {
    const { ask, begun } = setUp(1);
    ask("a");
    await settle();
    ask("a");
    await settle();
    await settle();
    expect(begun).toHaveLength(2);
  });
});
