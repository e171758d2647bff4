import { rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import type { CallOptions, DiskSpec, ServerSpec } from "../driver";
import { makeEmptyDisk } from "./empty-disk";
import { failed, throwIfCancelled } from "./failure";
import type { Host } from "./host";
import { assertCards, checkId, diskFile, findMachine, getMachine, type Machine, writeSpec } from "./machine-folder";
import { findProcess } from "./process";
import { qemuImg, readDiskInfo } from "./qemu-img";
import { noteShapes } from "./snapshot-records";

const isFile = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

/** Beside its name until it is whole: a disk's file is a disk. */
const addDisk = async (host: Host, { folder }: Machine, disk: DiskSpec, signal: AbortSignal | undefined) => {
  const [file, part] = [diskFile(disk.id), `${checkId(disk.id)}.new`];
  await rm(path.join(folder, part), { force: true });
  await makeEmptyDisk(host, { folder, file: part, sizeBytes: disk.sizeBytes }, signal);
  await rename(path.join(folder, part), path.join(folder, file));
};

/** Makes the disk as large as it is to be, at least, and returns what it then is. */
const fitDisk = async (
  host: Host,
  machine: Machine,
  disk: DiskSpec,
  signal: AbortSignal | undefined,
): Promise<DiskSpec> => {
  const { folder, spec } = machine;
  const file = diskFile(disk.id);
  if (!(await isFile(path.join(folder, file)))) {
    // An empty disk in the place of a lost one would hide the loss.
    if (spec.server.disks.some(({ id }) => id === disk.id)) throw failed("a disk of the machine is missing");
    await addDisk(host, machine, disk, signal);
    return disk;
  }
  const { virtualBytes } = await readDiskInfo(host, folder, file);
  if (virtualBytes >= disk.sizeBytes) return { ...disk, sizeBytes: virtualBytes };
  await qemuImg(host, folder, ["resize", "-q", "-f", "qcow2", file, String(disk.sizeBytes)]);
  return disk;
};

/** See ServerOps.configure. What the machine is changes with its spec.json, at one instant, after its disks are ready. */
export const configureMachine = async (host: Host, spec: ServerSpec, { signal }: CallOptions): Promise<void> => {
  const machine = await getMachine(host, spec.id);
  throwIfCancelled(signal);
  if (await findProcess(host, spec.id)) throw new AppError("serverNotStopped");
  assertCards(spec);
  await noteShapes(machine);
  const disks: DiskSpec[] = [];
  for (const disk of spec.disks) disks.push(await fitDisk(host, machine, disk, signal));
  const { vcpus, memoryBytes, nics } = spec;
  const server = { ...machine.spec.server, vcpus, memoryBytes, disks, nics: [...nics] };
  await writeSpec(machine.folder, { ...machine.spec, server });
};

/** See ServerOps.removeDisk. */
export const removeDisk = async (host: Host, serverId: string, diskId: string): Promise<void> => {
  const machine = await findMachine(host, serverId);
  if (!machine) return;
  if (machine.spec.server.disks.some(({ id }) => id === diskId)) throw new AppError("conflict");
  for (const name of [diskFile(diskId), `${checkId(diskId)}.new`]) {
    await rm(path.join(machine.folder, name), { force: true });
  }
};
