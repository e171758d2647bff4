import { writeFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Host } from "./host";
import { findFile, machineFolder } from "./machine-folder";

export type MachineProcess = {
  pid: number;
  /** ms since 1970 UTC */
  startedAt: number;
  /** The snapshot whose RAM it was started with; null when it booted. */
  resumedFrom: string | null;
};

/** Prefix of the socket through which RAM comes in. Its name tells later on which snapshot a process came from. */
export const incomingSocket = (snapshotId: string): string => `run/incoming-${snapshotId}.sock`;
const incomingPattern = /^unix:run\/incoming-([0-9a-f-]{36})\.sock$/;

/** USER_HZ, the unit of times in /proc/<pid>/stat; 100 on all that Linux runs on here (man 5 proc, sysconf(3)). */
const ticksPerSecond = 100;

let bootTime: Promise<number> | null = null;
const readBootTime = async (): Promise<number> => {
  const line = /^btime (\d+)$/m.exec(await readFile("/proc/stat", "utf8"));
  return Number(line?.[1] ?? 0) * 1000;
};

type ProcessStat = { isZombie: boolean; cpuTicks: number; startTicks: number };

const readStat = async (pid: number): Promise<ProcessStat | null> => {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  if (text === null) return null;
  // The name of the program may hold blanks and brackets; fields count from behind its last bracket.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {
    isZombie: fields[0] === "Z" || fields[0] === "X",
    cpuTicks: Number(fields[11]) + Number(fields[12]),
    startTicks: Number(fields[19]),
  };
};

const ownerOf = async (pid: number): Promise<number | null> => {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const found = /^Uid:\s+(\d+)/m.exec(status);
  return found ? Number(found[1]) : null;
};

const valueAfter = (args: readonly string[], option: string): string | null => {
  const at = args.indexOf(option);
  return at < 0 ? null : (args[at + 1] ?? null);
};

/** Stands in the pid file while QEMU is being started: whoever finds it must look for the process by itself. */
const starting = "starting";

/**
 * Where the number of a machine's process stands. We write it: QEMU's own `-pidfile` asks for the right to enter all
 * folders above, which its user may not have. Synchronous, so that hardly anything fits between start and note.
 */
const pidFile = (folder: string): string => path.join(folder, "pid");
export const notePid = (folder: string, pid: number | typeof starting | "none"): void => {
  writeFileSync(pidFile(folder), `${pid}\n`, { mode: 0o600 });
};

/** Whether the machine's last process went without our help: killed, or switched off from within. */
export const endedByItself = async (host: Host, serverId: string): Promise<boolean> => {
  const text = await findFile(pidFile(machineFolder(host, serverId)));
  return text !== null && /^\d+$/.test(text.trim()) && !(await findProcess(host, serverId));
};

const matchProcess = async (host: Host, serverId: string, pid: number): Promise<MachineProcess | null> => {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const args = commandLine.split("\0");
  if (valueAfter(args, "-uuid") !== serverId) return null;
  if (host.identity && (await ownerOf(pid)) !== host.identity.uid) return null;
  const stat = await readStat(pid);
  if (!stat || stat.isZombie) return null;
  bootTime ??= readBootTime();
  const source = incomingPattern.exec(valueAfter(args, "-incoming") ?? "");
  return {
    pid,
    startedAt: (await bootTime) + (stat.startTicks * 1000) / ticksPerSecond,
    resumedFrom: source?.[1] ?? null,
  };
};

/**
 * The living QEMU of a machine, or null. The pid file may be old and its number long someone else's: only a process of
 * the guests' user whose own arguments name this machine counts.
 */
export const findProcess = async (host: Host, serverId: string): Promise<MachineProcess | null> => {
  const text = (await findFile(pidFile(machineFolder(host, serverId))))?.trim();
  if (text !== starting) {
    const pid = Number(text);
    return Number.isSafeInteger(pid) && pid > 1 ? await matchProcess(host, serverId, pid) : null;
  }
  for (const name of await readdir("/proc")) {
    const found = /^\d+$/.test(name) ? await matchProcess(host, serverId, Number(name)) : null;
    if (found) return found;
  }
  return null;
};

/** Whether the machine's process has ended within the time. */
export const waitForEnd = async (
  host: Host,
  serverId: string,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<boolean> => {
  const end = performance.now() + timeoutMs;
  while (!signal?.aborted) {
    if (!(await findProcess(host, serverId))) return true;
    if (performance.now() > end) return false;
    await sleep(20);
  }
  return false;
};

/** Ends the process at once and waits until it is gone. */
export const killProcess = async (host: Host, serverId: string): Promise<void> => {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const found = await findProcess(host, serverId);
    if (!found) return;
    try {
      process.kill(found.pid, "SIGKILL");
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
    }
    if (await waitForEnd(host, serverId, { timeoutMs: 100 })) return;
  }
  throw new Error("the machine's process does not end");
};

/**
 * Whether QEMU is proven to be stuck for ever: one of its threads waits for a page of guest RAM that nobody will bring
 * any more (its stream has ended), and in five seconds none of its threads has used the processor.
 */
export const isDeadlocked = async (pid: number): Promise<boolean> => {
  const tasks = await readdir(`/proc/${pid}/task`).catch(() => []);
  const waits = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/wchan`, "utf8").catch(() => "")),
  );
  if (!waits.some((wait) => wait.includes("userfault"))) return false;
  const before = await readStat(pid);
  await sleep(5000);
  const after = await readStat(pid);
  return before !== null && after !== null && before.cpuTicks === after.cpuTicks;
};
