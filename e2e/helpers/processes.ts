import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

export type Process = { pid: number; command: string };

const read = (pid: number, name: string): string => {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return "";
  }
};

const folderOf = (pid: number): string => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
};

/** Every process of the product that lives in this data folder: it was told so, works there, or names it. */
export const findProcesses = (dataDir: string): Process[] =>
  readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && pid !== process.ppid)
    .map((pid) => ({ pid, command: read(pid, "cmdline").replaceAll("\0", " ").trim() }))
    .filter(({ pid, command }) => {
      if (command === "") return false;
      const folder = folderOf(pid);
      const isToldSo = read(pid, "environ").split("\0").includes(`STILLPOINT_DATA=${dataDir}`);
      return isToldSo || folder === dataDir || folder.startsWith(`${dataDir}/`) || command.includes(`${dataDir}/`);
    });

export const isAlive = (pid: number): boolean => {
  const state = read(pid, "stat").split(") ")[1]?.[0];
  return state !== undefined && state !== "Z";
};

export const kill = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in the meantime.
  }
};

/** Waits until the condition holds; false when it did not within the time. */
export const waitUntil = async (condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> => {
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (await condition()) return true;
    if (Date.now() > end) return false;
    await pause(50);
  }
};

/** The process of the data folder whose command line holds this text, e.g. `worker.mjs`. */
export const findProcess = (dataDir: string, text: string): Process | undefined =>
  findProcesses(dataDir).find(({ command }) => command.includes(text));
