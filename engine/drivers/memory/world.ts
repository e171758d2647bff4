import { AppError } from "@/lib/errors";
import type { ImageFiles, MachineSnapshot, ServerSpec, SnapshotOutcome } from "../driver";

/** What a guest keeps: files by path, and its counter. Disks keep theirs over a power cut, RAM does not. */
export type Content = { files: Map<string, string>; counter: number };

export type KeptSnapshot = {
  /** What the machine was: it may have other disks by now. */
  spec: ServerSpec;
  /** One for each disk that it was taken of; fewer in one that was cut off half-way. */
  disks: Content[];
  ram: Content | null;
  /** Null in one that was cut off half-way. */
  outcome: SnapshotOutcome | null;
  isMemoryDamaged: boolean;
  diskBytes: number;
};

type LooseDisk = { content: Content; sizeBytes: number };

export type Power = "running" | "paused" | "stopped";

export type FakeMachine = {
  spec: ServerSpec;
  image: ImageFiles;
  power: Power;
  /** ms since 1970 UTC; null where it does not run */
  startedAt: number | null;
  /** Up to when the counters have counted, ms since 1970 UTC. */
  countedTo: number;
  disks: Content[];
  /** Disks that were let go of, by id: they keep what they are until they are removed. */
  looseDisks: Map<string, LooseDisk>;
  ram: Content;
  /** Whether a clean shutdown is obeyed. */
  isDeaf: boolean;
  hasAgent: boolean;
  /** Its file systems are at rest: it hangs at its next write. */
  isFrozen: boolean;
  resumedFrom: string | null;
  snapshots: Map<string, KeptSnapshot>;
};

/**
 * The host of the fake: what would lie on disks and run as processes. It outlives drivers, as machines do. Tests may
 * look at it and spoil it.
 */
export type World = {
  machines: Map<string, FakeMachine>;
  now: () => number;
  /** The guest counts once in this time, in RAM and on its first disk. */
  tickMs: number;
  totalBytes: number;
  freeBytes: number;
};

export const createWorld = ({ now = Date.now, tickMs = 500 }: { now?: () => number; tickMs?: number } = {}): World => ({
  machines: new Map(),
  now,
  tickMs,
  totalBytes: 100 * 2 ** 30,
  freeBytes: 80 * 2 ** 30,
});

export const emptyContent = (): Content => ({ files: new Map(), counter: 0 });

export const copyContent = ({ files, counter }: Content): Content => ({ files: new Map(files), counter });

/** Lets a guest live up to now. */
export const advance = (world: World, machine: FakeMachine): void => {
  const now = world.now();
  const ticks = Math.floor((now - machine.countedTo) / world.tickMs);
  if (machine.power !== "running" || machine.isFrozen) {
    machine.countedTo = now;
    return;
  }
  machine.countedTo += ticks * world.tickMs;
  machine.ram.counter += ticks;
  const [first] = machine.disks;
  if (first) first.counter += ticks;
};

/** Throws AppError "notFound". */
export const getFake = (world: World, serverId: string): FakeMachine => {
  const machine = world.machines.get(serverId);
  if (!machine) throw new AppError("notFound");
  advance(world, machine);
  return machine;
};

export const bootFake = (world: World, machine: FakeMachine): void => {
  advance(world, machine);
  machine.power = "running";
  machine.isFrozen = false;
  machine.startedAt = world.now();
  machine.countedTo = world.now();
  machine.ram = emptyContent();
  machine.resumedFrom = null;
};

export const haltFake = (world: World, machine: FakeMachine): void => {
  advance(world, machine);
  machine.power = "stopped";
  machine.startedAt = null;
  machine.ram = emptyContent();
  machine.resumedFrom = null;
};

/** Gives the machine other parts. Disks keep their content and never become smaller. */
export const configureFake = (machine: FakeMachine, { vcpus, memoryBytes, nics, disks }: ServerSpec): void => {
  for (const [index, { id, sizeBytes }] of machine.spec.disks.entries()) {
    machine.looseDisks.set(id, { content: machine.disks[index] ?? emptyContent(), sizeBytes });
  }
  const found = disks.map(({ id, sizeBytes }) => {
    const loose = machine.looseDisks.get(id) ?? { content: emptyContent(), sizeBytes };
    machine.looseDisks.delete(id);
    return { id, content: loose.content, sizeBytes: Math.max(sizeBytes, loose.sizeBytes) };
  });
  machine.disks = found.map(({ content }) => content);
  const sized = found.map(({ id, sizeBytes }) => ({ id, sizeBytes }));
  machine.spec = { ...machine.spec, vcpus, memoryBytes, nics, disks: sized };
};

const bytesOf = ({ files }: Content): number => [...files.values()].reduce((sum, text) => sum + text.length, 0);

const emptyDiskBytes = 200_704;

/** Bytes of a disk with its snapshots, as if nothing were shared. */
export const usedBytes = (machine: FakeMachine, index: number): number => {
  const kept = [...machine.snapshots.values()].map((snapshot) => snapshot.disks[index] ?? emptyContent());
  return [machine.disks[index] ?? emptyContent(), ...kept].reduce(
    (sum, content) => sum + bytesOf(content),
    emptyDiskBytes,
  );
};

export const isComplete = (machine: FakeMachine, snapshot: KeptSnapshot): boolean =>
  snapshot.outcome !== null &&
  snapshot.disks.length === snapshot.spec.disks.length &&
  snapshot.spec.disks.every(({ id }) => machine.spec.disks.some((disk) => disk.id === id)) &&
  (snapshot.outcome.memory === null || snapshot.ram !== null);

export const toMachineSnapshot = (
  machine: FakeMachine,
  snapshotId: string,
  snapshot: KeptSnapshot,
): MachineSnapshot => ({
  snapshotId,
  complete: isComplete(machine, snapshot),
  memory: snapshot.ram !== null,
});
