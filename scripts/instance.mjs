// @ts-check
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { tryLock } from "./lock.mjs";

/** @typedef {{ pid: number, address: string | null }} Instance */

/** @param {string} dataDir */
const noteIn = (dataDir) => path.join(dataDir, "running.json");
/** @param {string} dataDir */
const lockOf = (dataDir) => `instance ${path.resolve(dataDir)}`;

/**
 * One Stillpoint a data folder: takes it for this process, or returns null where another one has it.
 * @param {string} dataDir
 */
export const claimInstance = async (dataDir) => {
  const lock = await tryLock(lockOf(dataDir));
  if (!lock) return null;
  /** @param {string | null} address */
  const note = (address) =>
    writeFileSync(noteIn(dataDir), JSON.stringify({ pid: process.pid, address }), { mode: 0o600 });
  note(null);
  return {
    /** Lets others find where it is. */
    announce: note,
    release: () => {
      rmSync(noteIn(dataDir), { force: true });
      lock.release();
    },
  };
};

/**
 * The one that runs on a data folder, or null. Its address is null while it starts.
 * @param {string} dataDir
 * @returns {Promise<Instance | null>}
 */
export const findInstance = async (dataDir) => {
  const lock = await tryLock(lockOf(dataDir));
  if (lock) {
    lock.release();
    return null;
  }
  try {
    return JSON.parse(readFileSync(noteIn(dataDir), "utf8"));
  } catch {
    return { pid: 0, address: null };
  }
};
