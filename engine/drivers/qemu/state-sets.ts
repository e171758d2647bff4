/** How many sets are told apart; in a history without branches there are at most n²/2 of n states. */
const mostSets = 250_000;
/** What was joined already is remembered up to here; it is only there to save time. */
const mostJoins = 500_000;

type Runs = readonly number[];

const joinRuns = (one: Runs, other: Runs): number[] => {
  const joined: number[] = [];
  let left = 0;
  let right = 0;
  while (left < one.length || right < other.length) {
    const isLeft = right >= other.length || (left < one.length && (one[left] ?? 0) <= (other[right] ?? 0));
    const runs = isLeft ? one : other;
    const at = isLeft ? left : right;
    const first = runs[at] ?? 0;
    const last = runs[at + 1] ?? first;
    const end = joined.at(-1);
    if (end !== undefined && first <= end + 1) joined[joined.length - 1] = Math.max(end, last);
    else joined.push(first, last);
    if (isLeft) left += 2;
    else right += 2;
  }
  return joined;
};

/**
 * Sets of states (0 … `count`-1), each under a number of its own, so that a block on a disk remembers who holds it in
 * four bytes. 0 is the empty set. Sets beyond what can be told apart all become `StateSets.lost`; those of a single
 * state never do.
 */
export class StateSets {
  static readonly lost = 1;
  readonly #runs: Runs[] = [[], []];
  readonly #numbers = new Map<string, number>([["", 0]]);
  readonly #joins = new Map<number, number>();
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
    for (let state = 0; state < count; state += 1) this.#numberOf([state, state]);
    this.#numberOf([0, count - 1]);
  }

  /** The set of one state alone. */
  single(state: number): number {
    return this.#numbers.get(`${state},${state}`) ?? StateSets.lost;
  }

  /** First, last, first, last… ascending. */
  runsOf(set: number): Runs {
    return this.#runs[set] ?? [];
  }

  join(one: number, other: number): number {
    if (one === other || other === 0) return one;
    if (one === 0) return other;
    if (one === StateSets.lost || other === StateSets.lost) return StateSets.lost;
    const key = one < other ? one * mostSets + other : other * mostSets + one;
    const known = this.#joins.get(key);
    if (known !== undefined) return known;
    const joined = this.#numberOf(joinRuns(this.runsOf(one), this.runsOf(other)));
    if (this.#joins.size >= mostJoins) this.#joins.clear();
    this.#joins.set(key, joined);
    return joined;
  }

  /** All states that are not in the set. */
  others(set: number): number {
    if (set === StateSets.lost) return set;
    const runs: number[] = [];
    let next = 0;
    const own = this.runsOf(set);
    for (let at = 0; at < own.length; at += 2) {
      const first = own[at] ?? 0;
      if (first > next) runs.push(next, first - 1);
      next = (own[at + 1] ?? first) + 1;
    }
    if (next < this.#count) runs.push(next, this.#count - 1);
    return this.#numberOf(runs);
  }

  #numberOf(runs: Runs): number {
    const key = runs.join(",");
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    if (this.#runs.length >= mostSets) return StateSets.lost;
    const number = this.#runs.push(runs) - 1;
    this.#numbers.set(key, number);
    return number;
  }
}
