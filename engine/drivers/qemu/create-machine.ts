import { rename, rm } from "node:fs/promises";
import path from "node:path";
import type { CallOptions, DiskSpec, ImageFiles, ServerSpec } from "../driver";
import { makeEmptyDisk } from "./empty-disk";
import { throwIfCancelled, toAppError } from "./failure";
import { type Host, makeMachinesFolder } from "./host";
import {
  assertCards,
  diskFile,
  findMachine,
  machineFolder,
  makeGuestFile,
  makeMachineFolder,
  writeSpec,
} from "./machine-folder";
import { readMachineType } from "./probe";
import { diskOptions, qemuImg, readDiskInfo } from "./qemu-img";
import { shareReadable } from "./staging";

const makeDisks = async (
  host: Host,
  {
    folder,
    spec,
    image,
    signal,
  }: { folder: string; spec: ServerSpec; image: ImageFiles; signal?: AbortSignal | undefined },
): Promise<DiskSpec[]> => {
  const made: DiskSpec[] = [];
  for (const [index, disk] of spec.disks.entries()) {
    const file = diskFile(disk.id);
    if (index > 0) {
      await makeEmptyDisk(host, { folder, file, sizeBytes: disk.sizeBytes }, signal);
      made.push(disk);
      continue;
    }
    await makeGuestFile(host.identity, path.join(folder, file));
    await shareReadable(host, image.diskPath, path.join(folder, "image"));
    await qemuImg(host, folder, ["convert", "-f", "qcow2", "-O", "qcow2", "-o", diskOptions, "image", file], {
      signal,
    });
    await rm(path.join(folder, "image"));
    const { virtualBytes } = await readDiskInfo(host, folder, file);
    // A disk never becomes smaller than its image: that would cut off what is on it.
    const sizeBytes = Math.max(disk.sizeBytes, virtualBytes);
    if (sizeBytes > virtualBytes) await qemuImg(host, folder, ["resize", "-q", "-f", "qcow2", file, String(sizeBytes)]);
    made.push({ id: disk.id, sizeBytes });
  }
  return made;
};

/** See ServerOps.create. Built aside and renamed, so that a machine's folder is there whole or not at all. */
export const createMachine = async (
  host: Host,
  spec: ServerSpec,
  image: ImageFiles,
  { signal, progress }: CallOptions,
): Promise<void> => {
  throwIfCancelled(signal);
  if (await findMachine(host, spec.id)) return;
  assertCards(spec);
  await makeMachinesFolder(host);
  const folder = machineFolder(host, spec.id);
  const aside = `${folder}.new`;
  try {
    await makeMachineFolder(host.identity, aside);
    if (image.boot.kind === "direct") {
      await shareReadable(host, image.boot.kernelPath, path.join(aside, "kernel"));
      await shareReadable(host, image.boot.initrdPath, path.join(aside, "initrd"));
    }
    const disks = await makeDisks(host, { folder: aside, spec, image, signal });
    const boot =
      image.boot.kind === "disk" ? image.boot : { kind: image.boot.kind, commandLine: image.boot.commandLine };
    const server = { ...spec, disks, nics: [...spec.nics] };
    await writeSpec(aside, { version: 1, server, boot, machineType: await readMachineType(), webPort: null });
    throwIfCancelled(signal);
    await rename(aside, folder);
    progress?.(100);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw toAppError(error);
  }
};
