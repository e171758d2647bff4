import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, readlink, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import type { CrashStage } from "../engine/crash-stage";

const run = promisify(execFile);

export const faultKinds = ["worker", "qemu", "postgres", "writer", "disk"] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What was struck: nothing was there to fall ("missed"), or it fell. `heal` brings back what does not come by itself. */
export type Strike = { hit: boolean; heal: () => Promise<void> };

const nothing = async () => undefined;
const missed: Strike = { hit: false, heal: nothing };

const isGone = (error: unknown) => error instanceof Error && "code" in error && error.code === "ESRCH";

const kill = (pid: number): boolean => {
  try {
    process.kill(pid, "SIGKILL");
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
};

/** A program that works in the machine's folder; others on this host do the same work for somebody else. */
const findProgram = async (folder: string, program: string): Promise<number | null> => {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const cwd = await readlink(`/proc/${name}/cwd`).catch(() => "");
    if (cwd !== folder) continue;
    const line = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    if (line.split("\0").some((arg) => path.basename(arg) === program)) return Number(name);
  }
  return null;
};

const strikeProgram = async (folder: string, program: string): Promise<Strike> => {
  const pid = await findProgram(folder, program);
  return { hit: pid !== null && kill(pid), heal: nothing };
};

/** Takes all room but some bytes, on the file system where the machines lie. */
const fill = async (machines: string, leftBytes: number): Promise<Strike> => {
  const filler = path.join(machines, "filler");
  const { stdout } = await run("df", ["--output=avail", "-B1", machines]);
  const available = Number(stdout.trim().split("\n").at(-1));
  if (available <= leftBytes) return missed;
  await run("fallocate", ["-l", String(available - leftBytes), filler]);
  return { hit: true, heal: () => rm(filler, { force: true }) };
};

export const strike = async (
  stage: CrashStage,
  fault: FaultKind,
  { serverId, leftBytes }: { serverId: string; leftBytes: number },
): Promise<Strike> => {
  const machines = path.join(stage.dataDir, "machines");
  const folder = path.join(machines, serverId);
  switch (fault) {
    case "worker":
      await stage.killWorker();
      return { hit: true, heal: async () => stage.startWorker() };
    case "qemu":
      return strikeProgram(folder, "qemu-system-x86_64");
    case "postgres":
      await stage.killPostgres();
      return { hit: true, heal: nothing };
    case "writer":
      return strikeProgram(folder, "memory-writer.mjs");
    case "disk":
      return fill(machines, leftBytes);
  }
};

/**
 * A file system of its own for the machines, small enough to be filled. Null where we may not mount one: then the disk is
 * never filled, and the table shows none.
 */
export const mountRoom = async (dataDir: string, bytes: number): Promise<(() => Promise<void>) | null> => {
  const folder = path.join(dataDir, "machines");
  await mkdir(folder, { recursive: true, mode: 0o711 });
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${bytes},mode=711`, "tmpfs", folder]);
  } catch {
    return null;
  }
  return async () => {
    await run("umount", [folder]);
  };
};
