/**
 * What snapshots take and what has changed between them, told by blocks that the same states share. Sums over such
 * shares answer for any selection: what is freed is a union and no sum of single figures.
 */

/** Blocks of one disk that exactly the same states hold. Bytes are whole clusters of the host's format. */
export type SharedBlocks = {
  /** Places in `DiskUsage.snapshotIds` as runs: first, last, first, last… ascending; the present is the place after all. */
  holders: readonly number[];
  /** Bytes on the host that become free once none of the holders is left. */
  keptBytes: number;
  /** Bytes of the guest's disk that read the same in exactly these states; also where only others wrote anything. */
  sameBytes: number;
};

export type DiskUsage = {
  diskId: string;
  /** The snapshots on this disk as they were taken. What is no snapshot of the panel's stands here too. */
  snapshotIds: readonly string[];
  shares: readonly SharedBlocks[];
  /** Whether shares were left out because there were too many: sums are then "at least". */
  isPartial: boolean;
};

export type SnapshotUsage = {
  disks: readonly DiskUsage[];
  /** Kept RAM belongs to its snapshot alone. */
  memory: readonly { snapshotId: string; bytes: number }[];
};

export type FreedBytes = { bytes: number; isAtLeast: boolean };
/** `disks`: on how many disks anything has changed. */
export type ChangedBytes = { bytes: number; disks: number; isAtLeast: boolean };

/** Whether every holder is one of those for which `sums` (how many come before each place) counts. */
const isWithin = (holders: readonly number[], sums: Uint32Array): boolean => {
  for (let at = 0; at < holders.length; at += 2) {
    const first = holders[at] ?? 0;
    const last = holders[at + 1] ?? first;
    if ((sums[last + 1] ?? 0) - (sums[first] ?? 0) !== last - first + 1) return false;
  }
  return true;
};

/**
 * Bytes that the host gets back when all of these go together: what others of them or the present still hold does not
 * count. Ids that are not there free nothing.
 */
export const freedBytes = (usage: SnapshotUsage, ids: ReadonlySet<string>): FreedBytes => {
  let bytes = 0;
  for (const { snapshotId, bytes: kept } of usage.memory) if (ids.has(snapshotId)) bytes += kept;
  for (const { snapshotIds, shares } of usage.disks) {
    // One more than there are states: the present is in no selection.
    const sums = new Uint32Array(snapshotIds.length + 2);
    for (const [place, id] of snapshotIds.entries()) sums[place + 1] = (sums[place] ?? 0) + (ids.has(id) ? 1 : 0);
    sums[snapshotIds.length + 1] = sums[snapshotIds.length] ?? 0;
    for (const { holders, keptBytes } of shares) if (isWithin(holders, sums)) bytes += keptBytes;
  }
  return { bytes, isAtLeast: usage.disks.some(({ isPartial }) => isPartial) };
};

/** For each snapshot, bytes that the host gets back when it goes alone. These are always exact. */
export const uniqueBytes = ({ disks, memory }: SnapshotUsage): Map<string, number> => {
  const unique = new Map<string, number>();
  const add = (id: string, bytes: number) => unique.set(id, (unique.get(id) ?? 0) + bytes);
  for (const { snapshotIds, shares } of disks) {
    for (const id of snapshotIds) add(id, 0);
    for (const { holders, keptBytes } of shares) {
      const [first, last] = holders;
      const id = holders.length === 2 && first === last && first !== undefined ? snapshotIds[first] : undefined;
      if (id !== undefined) add(id, keptBytes);
    }
  }
  for (const { snapshotId, bytes } of memory) add(snapshotId, bytes);
  return unique;
};

const holds = (holders: readonly number[], place: number): boolean => {
  for (let at = 0; at < holders.length; at += 2) {
    if (place < (holders[at] ?? 0)) return false;
    if (place <= (holders[at + 1] ?? 0)) return true;
  }
  return false;
};

const placeOf = ({ snapshotIds }: DiskUsage, state: string | "now"): number =>
  state === "now" ? snapshotIds.length : snapshotIds.indexOf(state);

/**
 * Bytes that read differently in two states, on the disks that both have; the same both ways. RAM is not counted.
 * Null where no disk has both.
 */
export const changedBytes = (usage: SnapshotUsage, one: string | "now", other: string | "now"): ChangedBytes | null => {
  const common = usage.disks
    .map((disk) => ({ disk, from: placeOf(disk, one), to: placeOf(disk, other) }))
    .filter(({ from, to }) => from >= 0 && to >= 0);
  if (common.length === 0) return null;
  const each = common.map(({ disk: { shares }, from, to }) => {
    const differing = shares.filter(({ holders }) => holds(holders, from) && !holds(holders, to));
    return differing.reduce((sum, { sameBytes }) => sum + sameBytes, 0);
  });
  return {
    bytes: each.reduce((sum, bytes) => sum + bytes, 0),
    disks: each.filter((bytes) => bytes > 0).length,
    isAtLeast: common.some(({ disk }) => disk.isPartial),
  };
};
