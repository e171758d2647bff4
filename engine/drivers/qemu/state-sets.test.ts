import { expect, test } from "vitest";
import { StateSets } from "./state-sets";

test("a set has one number, however it came about", () => {
  const sets = new StateSets(5);
  const [zero, one, two, four] = [0, 1, 2, 4].map((state) => sets.single(state));
  const join = (...numbers: (number | undefined)[]) =>
    numbers.reduce<number>((set, next) => sets.join(set, next ?? 0), 0);
  expect(join(zero, one, two)).toBe(join(two, zero, one));
  expect(sets.runsOf(join(zero, one, two))).toEqual([0, 2]);
  expect(sets.runsOf(join(four, zero, one))).toEqual([0, 1, 4, 4]);
  expect(sets.others(join(four, zero, one))).toBe(sets.join(two ?? 0, sets.single(3)));
  expect(sets.others(sets.others(join(four, one)))).toBe(join(four, one));
  expect(join(zero, 0, zero)).toBe(zero);
});

test("what can't be told apart is lost, single states never are", () => {
  const count = 1000;
  const sets = new StateSets(count);
  // All runs of a thousand states are twice as many as can be told apart.
  const runs: number[] = [];
  for (let first = 0; first < count; first += 1) {
    let set = 0;
    for (let last = first; last < count; last += 1) {
      set = sets.join(set, sets.single(last));
      if (set === StateSets.lost) break;
    }
    runs.push(set);
  }
  expect(runs.at(-2)).toBe(StateSets.lost);
  expect(sets.runsOf(sets.single(count - 1))).toEqual([count - 1, count - 1]);
  expect(sets.others(StateSets.lost)).toBe(StateSets.lost);
});
