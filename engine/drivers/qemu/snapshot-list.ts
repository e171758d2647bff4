import type { MachineSnapshot } from "../driver";
import { type Access, listDiskSnapshots } from "./disk-snapshots";
import type { Host } from "./host";
import { isId } from "./machine-folder";
import { findMemoryBytes, findRecord, listRecordedIds } from "./snapshot-records";

/** Whether all that makes up the snapshot is there: its record, its place on every disk, and its RAM where it has RAM. */
const isComplete = async (access: Access, snapshotId: string, lists: readonly (readonly string[])[]) => {
  const record = await findRecord(access.machine, snapshotId);
  if (!record) return false;
  if (!lists.every((names) => names.includes(snapshotId))) return false;
  if (!record.memory) return true;
  return (await findMemoryBytes(access.machine, snapshotId)) !== null;
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

/** The names of snapshots on all disks at least, as revert needs them; RAM is not looked at. */
export const isOnEveryDisk = async (host: Host, access: Access, snapshotId: string): Promise<boolean> => {
  const lists = await listDiskSnapshots(host, access);
  return lists.every((names) => names.includes(snapshotId));
};
