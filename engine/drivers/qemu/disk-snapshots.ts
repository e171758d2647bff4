import { z } from "zod";
import type { Host } from "./host";
import { diskFile, type Machine, nodeName } from "./machine-folder";
import { qemuImg, readDiskInfo } from "./qemu-img";
import type { QmpClient } from "./qmp-client";

/** A machine's disks, reached through its QEMU while that runs, else through qemu-img. */
export type Access = { machine: Machine; client: QmpClient | null };

const nodesSchema = z.array(
  z.object({
    "node-name": z.string().optional(),
    image: z.object({ snapshots: z.array(z.object({ name: z.string() })).optional() }),
  }),
);

/** Names of the snapshots on each disk, in the order of the disks. */
export const listDiskSnapshots = async (host: Host, { machine, client }: Access): Promise<string[][]> => {
  const { disks } = machine.spec.server;
  if (!client) {
    return await Promise.all(
      disks.map(async (disk) => (await readDiskInfo(host, machine.folder, diskFile(disk.id))).snapshotNames),
    );
  }
  const nodes = nodesSchema.parse(await client.execute("query-named-block-nodes", { flat: true }));
  return disks.map((_, index) => {
    const node = nodes.find((candidate) => candidate["node-name"] === nodeName(index));
    return (node?.image.snapshots ?? []).map(({ name }) => name);
  });
};

/** One instant of all disks of a running machine. All or none have it afterwards. */
export const snapshotRunningDisks = async (client: QmpClient, machine: Machine, snapshotId: string): Promise<void> => {
  const actions = machine.spec.server.disks.map((_, index) => ({
    type: "blockdev-snapshot-internal-sync",
    data: { device: nodeName(index), name: snapshotId },
  }));
  await client.execute("transaction", { actions }, { timeoutMs: 120_000 });
};

export const snapshotStoppedDisks = async (host: Host, machine: Machine, snapshotId: string): Promise<void> => {
  for (const disk of machine.spec.server.disks) {
    await qemuImg(host, machine.folder, ["snapshot", "-c", snapshotId, diskFile(disk.id)]);
  }
};

/** Takes a snapshot off all disks that have it. */
export const removeFromDisks = async (host: Host, access: Access, snapshotId: string): Promise<void> => {
  const { machine, client } = access;
  const lists = await listDiskSnapshots(host, access);
  for (const [index, names] of lists.entries()) {
    if (!names.includes(snapshotId)) continue;
    const disk = machine.spec.server.disks[index];
    if (client) {
      const target = { device: nodeName(index), name: snapshotId };
      await client.execute("blockdev-snapshot-delete-internal-sync", target, { timeoutMs: 300_000 });
    } else if (disk) await qemuImg(host, machine.folder, ["snapshot", "-d", snapshotId, diskFile(disk.id)]);
  }
};

/** Puts these disks of a stopped machine back, with the size that they had then; twice is the same as once. */
export const revertDisks = async (
  host: Host,
  machine: Machine,
  snapshotId: string,
  disks: readonly { id: string }[],
): Promise<void> => {
  for (const { id } of disks) {
    await qemuImg(host, machine.folder, ["snapshot", "-a", snapshotId, diskFile(id)]);
  }
};
