import type { SharedBlocks } from "../snapshot-usage";
import { failed, settleAll, throwIfCancelled } from "./failure";
import { type Qcow2File, readAt } from "./qcow2-tables";
import { StateSets } from "./state-sets";

/** Tables of one stretch of the disk are held at once, one for each state that has its own. */
const mostTableBytes = 2 ** 29;

const damaged = () => failed("the disk's tables: an entry points outside the file");

/** How many clusters each set of states holds. */
class Counts {
  readonly kept: number[] = [];
  readonly same: number[] = [];

  addKept(set: number, clusters = 1): void {
    this.kept[set] = (this.kept[set] ?? 0) + clusters;
  }

  addSame(set: number, clusters = 1): void {
    this.same[set] = (this.same[set] ?? 0) + clusters;
  }
}

/** A table of the second level and the states that hold it. */
type Table = { offset: number; set: number };

/** Its entries, each as an upper and a lower half. */
type Entries = { set: number; words: Uint32Array };

type Stretch = {
  /** For each cluster of the guest's disk, the states in which it is not empty. */
  filled: Uint32Array;
  /** How many of them are on the disk. */
  inside: number;
  /** Who reads compressed data, by its first byte in the file. */
  packed: Map<number, number>;
};

/** Bits of an entry, in its upper and lower half. The first only says that no other table holds the cluster. */
const soleBit = 0x8000_0000;
const compressedBit = 0x4000_0000;
const zeroBit = 1;

/** For two tables the set of all that hold one of those from the first to the last. */
const joinsOf = (tables: readonly Entries[], sets: StateSets) => {
  const joined = new Map<number, number>();
  return (first: number, last: number): number => {
    const key = first * tables.length + last;
    const known = joined.get(key);
    if (known !== undefined) return known;
    let set = 0;
    for (let index = first; index <= last; index += 1) set = sets.join(set, tables[index]?.set ?? 0);
    joined.set(key, set);
    return set;
  };
};

/**
 * Goes once through every table of a disk, whatever the number of states that share it. What is kept in memory grows
 * with the file's clusters (four bytes each) and with the tables of one stretch, not with the number of snapshots times
 * the size of the disk.
 */
class Counter {
  readonly #file: Qcow2File;
  readonly #sets: StateSets;
  readonly #counts = new Counts();
  /** For each cluster of the file, who reads it as the guest's data. */
  readonly #readers: Uint32Array;
  /** Who holds a cluster without reading it as it is: parts of compressed data, and what reads as zeros. */
  readonly #holders = new Map<number, number>();
  readonly #present: number;

  constructor(file: Qcow2File) {
    this.#file = file;
    this.#sets = new StateSets(file.states.length);
    this.#readers = new Uint32Array(Math.ceil(file.fileBytes / file.clusterBytes));
    this.#present = this.#sets.single(file.states.length - 1);
  }

  async count(signal: AbortSignal | undefined): Promise<{ sets: StateSets; counts: Counts }> {
    const { states, clusterBytes } = this.#file;
    const stretches = Math.max(...states.map(({ tables }) => tables.length));
    for (let stretch = 0; stretch < stretches; stretch += 1) {
      throwIfCancelled(signal);
      await this.#countStretch(stretch);
    }
    for (const [state, { firstLevelBytes }] of states.entries()) {
      this.#counts.addKept(this.#sets.single(state), firstLevelBytes / clusterBytes);
    }
    this.#countClusters();
    return { sets: this.#sets, counts: this.#counts };
  }

  #tablesOf(stretch: number): Table[] {
    const sets = new Map<number, number>();
    for (const [state, { tables }] of this.#file.states.entries()) {
      const offset = tables[stretch] ?? 0;
      if (offset === 0) continue;
      sets.set(offset, this.#sets.join(sets.get(offset) ?? 0, this.#sets.single(state)));
    }
    return [...sets].map(([offset, set]) => ({ offset, set }));
  }

  async #countStretch(stretch: number): Promise<void> {
    const { clusterBytes, virtualBytes, handle } = this.#file;
    const tables = this.#tablesOf(stretch);
    if (tables.length === 0) return;
    if (tables.length * clusterBytes > mostTableBytes) throw failed("the disk's tables: too many of one stretch");
    const reads = tables.map(async ({ offset, set }): Promise<Entries> => {
      const raw = await readAt(handle, Buffer.allocUnsafeSlow(clusterBytes), offset);
      if (raw.length < clusterBytes) throw damaged();
      return { set, words: new Uint32Array(raw.swap32().buffer, raw.byteOffset, raw.length / 4) };
    });
    const read = await settleAll(reads);
    for (const { set } of tables) this.#counts.addKept(set);
    const entries = clusterBytes / 8;
    // Beyond the end of the disk nothing is read by the guest.
    const inside = Math.min(entries, Math.ceil(virtualBytes / clusterBytes) - stretch * entries);
    this.#countEntries(read, { filled: new Uint32Array(entries), inside, packed: new Map() });
  }

  /**
   * From table to table most entries stay as they were: only where one differs, or the tables end, what it said is
   * counted for all that said so.
   */
  #countEntries(tables: readonly Entries[], stretch: Stretch): void {
    const { filled, inside, packed } = stretch;
    const between = joinsOf(tables, this.#sets);
    const begun = new Uint32Array(filled.length);
    let before: Uint32Array | undefined;
    for (const [index, { words }] of tables.entries()) {
      for (let at = 0; before && at < filled.length; at += 1) {
        const high = before[2 * at] ?? 0;
        const low = before[2 * at + 1] ?? 0;
        if (low === words[2 * at + 1] && ((high ^ (words[2 * at] ?? 0)) & ~soleBit) === 0) continue;
        if ((high | low) !== 0) this.#countEntry(at, high, low, between(begun[at] ?? 0, index - 1), stretch);
        begun[at] = index;
      }
      before = words;
    }
    for (let at = 0; before && at < filled.length; at += 1) {
      const high = before[2 * at] ?? 0;
      const low = before[2 * at + 1] ?? 0;
      if ((high | low) !== 0) this.#countEntry(at, high, low, between(begun[at] ?? 0, tables.length - 1), stretch);
    }
    for (const set of packed.values()) this.#counts.addSame(set);
    for (let at = 0; at < inside; at += 1) {
      const set = filled[at] ?? 0;
      if (set !== 0) this.#counts.addSame(this.#sets.others(set));
    }
  }

  #countEntry(at: number, high: number, low: number, set: number, { filled, packed }: Stretch): void {
    if ((high & compressedBit) !== 0) {
      this.#countCompressed(high, low, set, packed);
    } else {
      const offset = (high & 0x00ff_ffff) * 2 ** 32 + ((low & 0xffff_fe00) >>> 0);
      if (offset === 0) return;
      const cluster = offset / this.#file.clusterBytes;
      if (!Number.isInteger(cluster)) throw damaged();
      if ((low & zeroBit) !== 0) {
        this.#hold(cluster, set);
        return;
      }
      if (cluster >= this.#readers.length) this.#countNew(set);
      else this.#readers[cluster] = this.#sets.join(this.#readers[cluster] ?? 0, set);
    }
    filled[at] = this.#sets.join(filled[at] ?? 0, set);
  }

  /** Beyond the length that was read first lies only what the running guest has written since. */
  #countNew(set: number): void {
    if (set !== this.#present) throw damaged();
    this.#counts.addKept(set);
    this.#counts.addSame(set);
  }

  #hold(cluster: number, set: number): void {
    if (cluster >= this.#readers.length) {
      if (set !== this.#present) throw damaged();
      this.#counts.addKept(set);
      return;
    }
    this.#holders.set(cluster, this.#sets.join(this.#holders.get(cluster) ?? 0, set));
  }

  /**
   * Below bit 62 lie the data's first byte and, in the upper `clusterBits - 8` bits, how many further sectors of 512
   * bytes they reach into. A cluster of the file may hold parts of several.
   */
  #countCompressed(high: number, low: number, set: number, packed: Map<number, number>): void {
    const { clusterBytes } = this.#file;
    const sectorBits = Math.log2(clusterBytes) - 8;
    const highBits = 30 - sectorBits;
    const descriptor = high & 0x3fff_ffff;
    const first = (descriptor & (2 ** highBits - 1)) * 2 ** 32 + low;
    const sectors = descriptor >>> highBits;
    const last = Math.floor(first / 512) * 512 + (sectors + 1) * 512 - 1;
    for (let cluster = Math.floor(first / clusterBytes); cluster <= Math.floor(last / clusterBytes); cluster += 1) {
      this.#hold(cluster, set);
    }
    packed.set(first, this.#sets.join(packed.get(first) ?? 0, set));
  }

  #countClusters(): void {
    const readers = this.#readers;
    for (let cluster = 0; cluster < readers.length; cluster += 1) {
      const set = readers[cluster] ?? 0;
      if (set === 0) continue;
      this.#counts.addSame(set);
      const holders = this.#holders.size === 0 ? 0 : (this.#holders.get(cluster) ?? 0);
      this.#counts.addKept(this.#sets.join(set, holders));
    }
    for (const [cluster, holders] of this.#holders) {
      if ((readers[cluster] ?? 0) === 0) this.#counts.addKept(holders);
    }
  }
}

export type Qcow2Usage = { snapshotIds: string[]; shares: SharedBlocks[]; isPartial: boolean };

const isSingle = ([first, last, ...more]: readonly number[]): boolean => first === last && more.length === 0;

/**
 * Who holds what in one disk. At most `mostShares` are told: the largest and, always, what a snapshot holds alone.
 * Throws AppError "engineFailed" for a file that is damaged or not understood, "operationCancelled".
 */
export const readQcow2Usage = async (
  file: Qcow2File,
  { signal, mostShares }: { signal?: AbortSignal | undefined; mostShares: number },
): Promise<Qcow2Usage> => {
  const { sets, counts } = await new Counter(file).count(signal);
  const shares: SharedBlocks[] = [];
  for (let set = StateSets.lost + 1; set < Math.max(counts.kept.length, counts.same.length); set += 1) {
    const keptBytes = (counts.kept[set] ?? 0) * file.clusterBytes;
    const sameBytes = (counts.same[set] ?? 0) * file.clusterBytes;
    if (keptBytes + sameBytes > 0) shares.push({ holders: sets.runsOf(set), keptBytes, sameBytes });
  }
  shares.sort((a, b) => b.keptBytes + b.sameBytes - a.keptBytes - a.sameBytes);
  const told = shares.filter(({ holders }, index) => index < mostShares || isSingle(holders));
  const isLost = (counts.kept[StateSets.lost] ?? 0) + (counts.same[StateSets.lost] ?? 0) > 0;
  return {
    snapshotIds: file.states.flatMap(({ name }) => (name === null ? [] : [name])),
    shares: told,
    isPartial: isLost || told.length < shares.length,
  };
};
