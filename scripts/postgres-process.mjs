// @ts-check
import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/**
 * A killed process that nobody has waited for still has a number and takes signals, but it does nothing any more.
 * @param {number} pid
 */
const isAlive = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
};

/**
 * PostgreSQL's processes all work in their cluster's folder, so a reused number is never taken for one of them.
 * @param {number} pid
 * @param {string} cluster
 */
const worksIn = (pid, cluster) => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === cluster;
  } catch {
    return false;
  }
};

/** @param {string} cluster */
const listProcesses = (cluster) =>
  readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => worksIn(pid, cluster) && isAlive(pid));

/**
 * The running server of a cluster, by the file it keeps, or null.
 * @param {string} cluster
 * @returns {{ pid: number, port: number } | null}
 */
export const findServer = (cluster) => {
  let lines;
  try {
    lines = readFileSync(path.join(cluster, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 && worksIn(pid, cluster) && isAlive(pid) ? { pid, port } : null;
};

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
const send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone in the meantime.
  }
};

/**
 * @param {() => boolean} isDone
 * @param {number} timeoutMs
 */
export const waitUntil = async (isDone, timeoutMs) => {
  const until = Date.now() + timeoutMs;
  while (!isDone()) {
    if (Date.now() > until) return false;
    await pause(20);
  }
  return true;
};

/**
 * Clears what a killed server left: processes of its that still work on the cluster, and the file with its number,
 * which a zombie or a stranger may have by now. Call it only where `findServer` finds none.
 * @param {string} cluster
 */
export const clearRemains = async (cluster) => {
  const isEmpty = () => listProcesses(cluster).length === 0;
  // They leave by themselves as soon as they see that their parent is gone.
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGCONT", "SIGQUIT", "SIGKILL"])) {
    if (await waitUntil(isEmpty, 3000)) break;
    for (const pid of listProcesses(cluster)) send(pid, signal);
  }
  if (!(await waitUntil(isEmpty, 3000))) throw new Error(`processes of a killed PostgreSQL still work in ${cluster}`);
  rmSync(path.join(cluster, "postmaster.pid"), { force: true });
};

/**
 * Stops a server: first politely to its clients' transactions (they are rolled back), then at once.
 * @param {string} cluster
 */
export const stopServer = async (cluster) => {
  const server = findServer(cluster);
  if (!server) return false;
  const isGone = () => listProcesses(cluster).length === 0;
  send(server.pid, "SIGINT");
  if (await waitUntil(isGone, 30_000)) return true;
  send(server.pid, "SIGQUIT");
  if (await waitUntil(isGone, 10_000)) return true;
  throw new Error(`PostgreSQL (process ${server.pid}) does not stop`);
};
