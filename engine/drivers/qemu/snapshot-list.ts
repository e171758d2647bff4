import { AppError } from "@/lib/errors";
import type { MachineSnapshot } from "../driver";
import { type Access, listDiskSnapshots } from "./disk-snapshots";
import type { Host } from "./host";
import { isId, type Machine } from "./machine-folder";
import { findMemoryBytes, findRecord, listRecordedIds, type SnapshotRecord, shapeOf } from "./snapshot-records";

type Lists = readonly (readonly string[])[];

/** Whether the snapshot is on every disk that it was taken of. */
const isOnItsDisks = (machine: Machine, record: SnapshotRecord, snapshotId: string, lists: Lists): boolean =>
  shapeOf(machine, record).disks.every(({ id }) => {
    const index = machine.spec.server.disks.findIndex((disk) => disk.id === id);
    return lists[index]?.includes(snapshotId) ?? false;
  });

/** Whether all that makes up the snapshot is there: its record, its place on its disks, and its RAM where it has RAM. */
const isComplete = async ({ machine }: Access, snapshotId: string, lists: Lists) => {
  const record = await findRecord(machine, snapshotId);
  if (!record || !isOnItsDisks(machine, record, snapshotId, lists)) return false;
  if (!record.memory) return true;
  return (await findMemoryBytes(machine, snapshotId)) !== null;
};

/** All snapshots of which there is any trace on the machine. */
export const listMachineSnapshots = async (host: Host, access: Access): Promise<MachineSnapshot[]> => {
  const lists = await listDiskSnapshots(host, access);
  const onDisks = lists.flat().filter(isId);
  const ids = [...new Set([...onDisks, ...(await listRecordedIds(access.machine))])].sort();
  return await Promise.all(
    ids.map(async (snapshotId) => ({
      snapshotId,
      complete: await isComplete(access, snapshotId, lists),
      memory:
        ((await findRecord(access.machine, snapshotId))?.memory ?? null) !== null ||
        (await findMemoryBytes(access.machine, snapshotId)) !== null,
    })),
  );
};

/** The record of a snapshot that is on its disks, whatever became of its RAM. Throws AppError "snapshotMissing". */
export const getRecordOnDisks = async (host: Host, access: Access, snapshotId: string): Promise<SnapshotRecord> => {
  const record = await findRecord(access.machine, snapshotId);
  const isThere = record && isOnItsDisks(access.machine, record, snapshotId, await listDiskSnapshots(host, access));
  if (!isThere) throw new AppError("snapshotMissing");
  return record;
};
