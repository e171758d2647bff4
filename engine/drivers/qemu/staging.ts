import { randomUUID } from "node:crypto";
import { copyFile, link, mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Host } from "./host";
import { giveTo, letRead, makeGuestFile } from "./machine-folder";

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

/** Puts a file at a second place without a copy where both lie on one file system. */
const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (error) {
    if (!isCode(error, "EXDEV") && !isCode(error, "EPERM") && !isCode(error, "EMLINK")) throw error;
    await copyFile(from, to);
  }
};

/**
 * Makes a file of ours readable for the guests' user under `to`, in a folder that this user may enter. The bytes stay
 * ours; the file's group becomes the guests' where others may not read it.
 */
export const shareReadable = async (host: Host, from: string, to: string): Promise<void> => {
  await rm(to, { force: true });
  await linkOrCopy(from, to);
  if (host.identity && ((await stat(to)).mode & 0o004) === 0) await letRead(host.identity, to, 0o640);
};

/** Moves a file so that `to` is there whole or not at all, also across file systems, and also when power goes. */
export const moveWhole = async (from: string, to: string): Promise<void> => {
  const handle = await open(from, "r");
  await handle.sync().finally(() => handle.close());
  try {
    await rename(from, to);
  } catch (error) {
    if (!isCode(error, "EXDEV")) throw error;
    const part = `${to}.${randomUUID()}.part`;
    try {
      await copyFile(from, part);
      await rename(part, to);
    } finally {
      await rm(part, { force: true });
    }
    await rm(from, { force: true });
  }
};

/** A folder for one piece of work by the guests' user, removed afterwards. */
export const withStagingFolder = async <T>(host: Host, work: (folder: string) => Promise<T>): Promise<T> => {
  const parent = path.join(host.dataDir, "staging");
  await mkdir(parent, { recursive: true, mode: 0o711 });
  const folder = path.join(parent, randomUUID());
  await mkdir(folder, { mode: 0o700 });
  try {
    await giveTo(host.identity, folder, 0o700);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** As above, but the folder is ours and the guests' user may only read in it and fill the files that are made for it. */
export const withReadOnlyStaging = <T>(host: Host, outputs: readonly string[], work: (folder: string) => Promise<T>) =>
  withStagingFolder(host, async (folder) => {
    if (host.identity) await letRead(host.identity, folder, 0o750);
    for (const name of outputs) await makeGuestFile(host.identity, path.join(folder, name));
    return work(folder);
  });
