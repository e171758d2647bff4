import { AppError } from "@/lib/errors";
import type { CallOptions, ServerSpec, SnapshotOps, SnapshotOutcome, SnapshotTarget } from "../driver";
import { type Fake, throwIfCancelled } from "./options";
import { readUsage } from "./usage";
import {
  copyContent,
  type FakeMachine,
  getFake,
  isComplete,
  type KeptSnapshot,
  toMachineSnapshot,
  usedBytes,
} from "./world";

/** About what QEMU needs: some ms to mark the pages, or as long as it takes to write them all. */
const pauseMs = { background: 15, standstill: 600 } as const;
const frozenMs = 60;

const getKept = (machine: FakeMachine, snapshotId: string): KeptSnapshot => {
  const kept = machine.snapshots.get(snapshotId);
  if (!kept || !isComplete(machine, kept)) throw new AppError("snapshotMissing");
  return kept;
};

type CreateOptions = CallOptions & { mode: "disks" | "memory"; quiesce?: boolean };

const createOne = async (
  { world, memoryMethod, reach }: Fake,
  target: SnapshotTarget,
  { mode }: CreateOptions,
): Promise<SnapshotOutcome> => {
  const machine = getFake(world, target.serverId);
  const withRam = mode === "memory";
  const diskBytes = machine.disks.reduce((sum, _, index) => sum + usedBytes(machine, index), 0);
  const kept: KeptSnapshot = {
    spec: machine.spec,
    disks: machine.disks.slice(0, 1).map(copyContent),
    ram: null,
    outcome: null,
    isMemoryDamaged: false,
    diskBytes,
  };
  machine.snapshots.set(target.snapshotId, kept);
  await reach("snapshots.create.middle", target);
  kept.disks = machine.disks.map(copyContent);
  kept.ram = withRam ? copyContent(machine.ram) : null;
  const sha256 = "0".repeat(64);
  kept.outcome = {
    ...target,
    takenAt: world.now(),
    pauseMs: withRam ? pauseMs[memoryMethod] : 0,
    quiesced: machine.isFrozen ? { frozenMs, longestFrozenMs: frozenMs } : null,
    memory: withRam ? { method: memoryMethod, sizeBytes: machine.spec.memoryBytes, sha256 } : null,
  };
  return kept.outcome;
};

/** All that run are at rest while `take` works, and go on afterwards however it ends. */
const atRest = async <T>({ reach }: Fake, machines: readonly FakeMachine[], take: () => Promise<T>): Promise<T> => {
  const running = machines.filter(({ power }) => power === "running");
  if (running.some(({ hasAgent }) => !hasAgent)) throw new AppError("agentUnavailable");
  try {
    for (const machine of running) machine.isFrozen = true;
    await reach("snapshots.create.frozen");
    return await take();
  } finally {
    for (const machine of running) machine.isFrozen = false;
  }
};

const create = async (
  fake: Fake,
  targets: readonly SnapshotTarget[],
  options: CreateOptions,
): Promise<SnapshotOutcome[]> => {
  const { world, reach } = fake;
  const subjects = targets.map((target) => ({ target, machine: getFake(world, target.serverId) }));
  const outcomes = subjects.map(({ target, machine }) => {
    const kept = machine.snapshots.get(target.snapshotId);
    return kept && isComplete(machine, kept) ? kept.outcome : null;
  });
  if (outcomes.every((outcome) => outcome !== null)) return outcomes;
  throwIfCancelled(options.signal);
  if (options.mode === "memory" && subjects.some(({ machine }) => machine.power === "stopped")) {
    throw new AppError("memoryNeedsRunning");
  }
  for (const { machine, target } of subjects) {
    machine.snapshots.delete(target.snapshotId);
    if (machine.power === "paused") machine.power = "running";
  }
  const needed =
    options.mode === "memory" ? subjects.reduce((sum, { machine }) => sum + machine.spec.memoryBytes, 0) : 0;
  if (world.freeBytes < needed) throw new AppError("diskFull");
  try {
    await reach("snapshots.create", targets[0]);
    const takeAll = async () => {
      const made: SnapshotOutcome[] = [];
      for (const target of targets) made.push(await createOne(fake, target, options));
      return made;
    };
    const machines = subjects.map(({ machine }) => machine);
    const made = await (options.quiesce ? atRest(fake, machines, takeAll) : takeAll());
    throwIfCancelled(options.signal);
    options.progress?.(100);
    return made;
  } catch (error) {
    for (const { machine, target } of subjects) machine.snapshots.delete(target.snapshotId);
    throw error;
  }
};

const fits = (now: ServerSpec, then: ServerSpec): boolean =>
  now.vcpus === then.vcpus &&
  now.memoryBytes === then.memoryBytes &&
  now.disks.length === then.disks.length &&
  now.nics.length === then.nics.length;

/** The disks that it was taken of, with their size; those that came later stay as they are. */
const putBack = (machine: FakeMachine, kept: KeptSnapshot): void => {
  const thenAt = (id: string) => kept.spec.disks.findIndex((disk) => disk.id === id);
  const { disks } = machine.spec;
  machine.disks = machine.disks.map((content, index) => {
    const before = kept.disks[thenAt(disks[index]?.id ?? "")];
    return before ? copyContent(before) : content;
  });
  machine.spec = { ...machine.spec, disks: disks.map((disk) => kept.spec.disks[thenAt(disk.id)] ?? disk) };
};

const resume = async ({ world, reach }: Fake, target: SnapshotTarget, options: CallOptions): Promise<void> => {
  const machine = getFake(world, target.serverId);
  if (machine.power !== "stopped") {
    if (machine.resumedFrom !== target.snapshotId) throw new AppError("serverNotStopped");
    machine.power = "running";
    return;
  }
  const kept = getKept(machine, target.snapshotId);
  if (!kept.ram) throw new AppError("snapshotMissing");
  if (!fits(machine.spec, kept.spec)) throw new AppError("memoryDoesNotFit");
  await reach("snapshots.resume", target);
  throwIfCancelled(options.signal);
  if (kept.isMemoryDamaged) throw new AppError("memoryFileDamaged");
  machine.ram = copyContent(kept.ram);
  machine.power = "running";
  machine.startedAt = world.now();
  machine.countedTo = world.now();
  machine.resumedFrom = target.snapshotId;
  machine.isFrozen = false;
  options.progress?.(100);
};

export const createSnapshotOps = (fake: Fake): SnapshotOps => {
  const { world, reach } = fake;
  return {
    create: (targets, options) => create(fake, targets, options),
    list: async (serverId) => {
      const machine = getFake(world, serverId);
      return [...machine.snapshots].map(([id, kept]) => toMachineSnapshot(machine, id, kept));
    },
    verify: async (target, { signal, progress, disksOnly = false } = {}) => {
      const machine = getFake(world, target.serverId);
      await reach("snapshots.verify", target);
      throwIfCancelled(signal);
      if (getKept(machine, target.snapshotId).isMemoryDamaged && !disksOnly) throw new AppError("memoryFileDamaged");
      progress?.(100);
    },
    revert: async (target, { signal, progress } = {}) => {
      const machine = getFake(world, target.serverId);
      throwIfCancelled(signal);
      if (machine.power !== "stopped") throw new AppError("serverNotStopped");
      const kept = getKept(machine, target.snapshotId);
      await reach("snapshots.revert", target);
      putBack(machine, kept);
      progress?.(100);
    },
    resume: (target, options = {}) => resume(fake, target, options),
    remove: async (target) => {
      await reach("snapshots.remove", target);
      const kept = world.machines.get(target.serverId)?.snapshots;
      const snapshot = kept?.get(target.snapshotId);
      if (!kept || !snapshot) return;
      snapshot.outcome = null;
      await reach("snapshots.remove.middle", target);
      kept.delete(target.snapshotId);
    },
    size: async ({ serverId, snapshotId }) => {
      const machine = getFake(world, serverId);
      const kept = getKept(machine, snapshotId);
      return { diskBytes: kept.diskBytes, memoryBytes: kept.outcome?.memory?.sizeBytes ?? 0 };
    },
    usage: async (serverId, { signal } = {}) => {
      const machine = getFake(world, serverId);
      await reach("snapshots.usage", { serverId });
      throwIfCancelled(signal);
      return readUsage(machine);
    },
  };
};
