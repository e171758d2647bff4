import path from "node:path";
import type { CallOptions } from "../driver";
import type { DiskUsage, SnapshotUsage } from "../snapshot-usage";
import type { Access } from "./disk-snapshots";
import { diskFile, nodeName } from "./machine-folder";
import { withQcow2 } from "./qcow2-tables";
import { readQcow2Usage } from "./qcow2-usage";
import { findMemoryBytes, listRecordedIds } from "./snapshot-records";

/** Of one machine, on all its disks: told and kept as a list, so it is bounded. */
const mostShares = 20_000;

/**
 * QEMU keeps the newest entries of the present's tables in its memory until the guest flushes; those of snapshots are
 * always in the file. Without this, a figure would be as old as the guest's last flush, and never too high.
 */
const flushDisks = async ({ machine, client }: Access): Promise<void> => {
  if (!client) return;
  for (const index of machine.spec.server.disks.keys()) {
    // QMP itself has no word for it.
    const command = { "command-line": `qemu-io ${nodeName(index)} flush` };
    await client.execute("human-monitor-command", command, { timeoutMs: 60_000 });
  }
};

/** See SnapshotOps.usage. The caller holds the machine, so that no snapshot comes or goes. */
export const readUsage = async (access: Access, { signal, progress }: CallOptions): Promise<SnapshotUsage> => {
  const { machine } = access;
  await flushDisks(access);
  const disks: DiskUsage[] = [];
  let left = mostShares;
  for (const { id: diskId } of machine.spec.server.disks) {
    const file = path.join(machine.folder, diskFile(diskId));
    const usage = await withQcow2(file, (opened) => readQcow2Usage(opened, { signal, mostShares: left }));
    left = Math.max(0, left - usage.shares.length);
    disks.push({ diskId, ...usage });
    progress?.(Math.floor((100 * disks.length) / machine.spec.server.disks.length));
  }
  const ids = await listRecordedIds(machine);
  const kept = ids.map(async (snapshotId) => ({ snapshotId, bytes: await findMemoryBytes(machine, snapshotId) }));
  const memory = (await Promise.all(kept)).flatMap(({ snapshotId, bytes }) =>
    bytes === null ? [] : [{ snapshotId, bytes }],
  );
  return { disks, memory };
};
