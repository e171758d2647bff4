import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { AppError } from "@/lib/errors";
import type { CallOptions, SnapshotOps, SnapshotTarget } from "../driver";
import { createSnapshots } from "./create-snapshot";
import { type Access, removeFromDisks, revertDisks } from "./disk-snapshots";
import { throwIfCancelled, toAppError } from "./failure";
import type { Host } from "./host";
import { checkId, findMachine, getMachine, type Machine, type MachineShape, writeSpec } from "./machine-folder";
import { isLeftProtected, waitForMigration } from "./migration";
import { withMonitor } from "./monitor";
import { findProcess, killProcess } from "./process";
import { resumeMachine } from "./resume";
import { getRecordOnDisks, listMachineSnapshots } from "./snapshot-list";
import { findMemoryBytes, findRecord, memoryFile, removeMemory, removeRecord, shapeOf } from "./snapshot-records";
import { readUsage } from "./usage";

type VerifyOptions = CallOptions & { disksOnly?: boolean };

/** Work on a machine's disks, through its QEMU where that runs. */
const withAccess = async <T>(host: Host, machine: Machine, work: (access: Access) => Promise<T>): Promise<T> => {
  if (!(await findProcess(host, machine.id))) return await work({ machine, client: null });
  return await withMonitor(machine, (client) => work({ machine, client }));
};

const hashMemory = async (
  machine: Machine,
  snapshotId: string,
  totalBytes: number,
  options: CallOptions,
): Promise<string> => {
  const hash = createHash("sha256");
  let read = 0;
  for await (const chunk of createReadStream(memoryFile(machine, snapshotId), { highWaterMark: 2 ** 20 })) {
    throwIfCancelled(options.signal);
    hash.update(chunk);
    read += chunk.length;
    options.progress?.(Math.min(99, Math.floor((100 * read) / totalBytes)));
  }
  return hash.digest("hex");
};

const verify = async (
  host: Host,
  machine: Machine,
  snapshotId: string,
  { disksOnly = false, ...options }: VerifyOptions,
): Promise<void> => {
  const { memory } = await withAccess(host, machine, (access) => getRecordOnDisks(host, access, snapshotId));
  if (memory && !disksOnly) {
    const size = await findMemoryBytes(machine, snapshotId);
    const isWhole =
      size === memory.sizeBytes && (await hashMemory(machine, snapshotId, size, options)) === memory.sha256;
    if (!isWhole) throw new AppError("memoryFileDamaged");
  }
  options.progress?.(100);
};

/** What the disks now are, so that whoever asks for the machine's facts reads the sizes that it has. */
const writeSizes = async (machine: Machine, disks: MachineShape["disks"]): Promise<void> => {
  const { server } = machine.spec;
  const sizes = new Map(disks.map(({ id, sizeBytes }) => [id, sizeBytes]));
  if (server.disks.every(({ id, sizeBytes }) => (sizes.get(id) ?? sizeBytes) === sizeBytes)) return;
  const changed = server.disks.map((disk) => ({ ...disk, sizeBytes: sizes.get(disk.id) ?? disk.sizeBytes }));
  await writeSpec(machine.folder, { ...machine.spec, server: { ...server, disks: changed } });
};

const revert = async (host: Host, machine: Machine, snapshotId: string, options: CallOptions): Promise<void> => {
  throwIfCancelled(options.signal);
  if (await findProcess(host, machine.id)) throw new AppError("serverNotStopped");
  // All disks are looked at before the first is changed. Not to be broken off from here on.
  const record = await getRecordOnDisks(host, { machine, client: null }, snapshotId);
  const { disks } = shapeOf(machine, record);
  await revertDisks(host, machine, snapshotId, disks);
  await writeSizes(machine, disks);
  options.progress?.(100);
};

/** The record goes first: from then on the snapshot is not whole, and what is left is cleared by the next call. */
const remove = async (host: Host, { serverId, snapshotId }: SnapshotTarget): Promise<void> => {
  const machine = await findMachine(host, serverId);
  if (!machine) return;
  await removeRecord(machine, snapshotId);
  await withAccess(host, machine, async (access) => {
    if (access.client) await waitForMigration(access.client);
    const isLost = access.client !== null && (await isLeftProtected(access.client));
    if (isLost) await killProcess(host, machine.id);
    await removeFromDisks(host, isLost ? { machine, client: null } : access, snapshotId);
  });
  await removeMemory(machine, snapshotId);
};

export const createSnapshotOps = (host: Host): SnapshotOps => {
  const change = <T>({ serverId, snapshotId }: SnapshotTarget, run: () => Promise<T>): Promise<T> => {
    checkId(snapshotId);
    return host.operations(checkId(serverId), run).catch((error: unknown) => {
      throw toAppError(error);
    });
  };
  return {
    create: async (targets, options) => {
      for (const { serverId, snapshotId } of targets) checkId(serverId) && checkId(snapshotId);
      return await host.operations(
        targets.map(({ serverId }) => serverId),
        () => createSnapshots(host, targets, options),
      );
    },
    list: (serverId) =>
      host
        .operations(checkId(serverId), async () => {
          const machine = await getMachine(host, serverId);
          return await withAccess(host, machine, (access) => listMachineSnapshots(host, access));
        })
        .catch((error: unknown) => {
          throw toAppError(error);
        }),
    verify: (target, options = {}) =>
      change(target, async () => verify(host, await getMachine(host, target.serverId), target.snapshotId, options)),
    revert: (target, options = {}) =>
      change(target, async () => revert(host, await getMachine(host, target.serverId), target.snapshotId, options)),
    resume: (target, options = {}) =>
      change(target, async () =>
        resumeMachine(host, await getMachine(host, target.serverId), target.snapshotId, options),
      ),
    remove: (target) => change(target, () => remove(host, target)),
    /**
     * `diskBytes` is what the machine's disks took on the host at the snapshot's instant, all that they then shared
     * with older snapshots included: what going back to it needs, not what removing it would free (see `usage`).
     */
    size: async ({ serverId, snapshotId }) => {
      const record = await findRecord(await getMachine(host, serverId), snapshotId);
      if (!record) throw new AppError("snapshotMissing");
      return { diskBytes: record.diskBytes, memoryBytes: record.memory?.sizeBytes ?? 0 };
    },
    usage: (serverId, options = {}) =>
      host
        .operations(checkId(serverId), async () => {
          const machine = await getMachine(host, serverId);
          return await withAccess(host, machine, (access) => readUsage(access, options));
        })
        .catch((error: unknown) => {
          throw toAppError(error);
        }),
  };
};
