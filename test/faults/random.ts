/**
 * Numbers that look random and are the same for the same seed: mulberry32, 32 bits of state, period 2^32.
 * Good enough to choose when something falls; for nothing that must not be guessed.
 */
export const createRandom = (seed: number) => {
  let state = seed >>> 0;
  /** 0 (inclusive) to 1 (exclusive). */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit: number): number => next() * limit,
    pick: <T>(from: readonly [T, ...T[]]): T => from[Math.floor(next() * from.length)] ?? from[0],
  };
};

export type Random = ReturnType<typeof createRandom>;
