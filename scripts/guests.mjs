// @ts-check
// Ends guests from outside, where no worker runs that could.
import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { waitUntil } from "./postgres-process.mjs";

/** @typedef {{ pid: number, folder: string, id: string }} Guest */

/**
 * The machine that a process runs, by its own arguments, or null.
 * @param {number | string} pid
 */
const findMachineOf = (pid) => {
  try {
    const [command = "", ...args] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return path.basename(command).startsWith("qemu-system-") ? (args[args.indexOf("-uuid") + 1] ?? null) : null;
  } catch {
    return null;
  }
};

/** @param {Guest} guest */
const isRunning = ({ pid, id }) => findMachineOf(pid) === id;

/**
 * @param {string} dataDir
 * @returns {Guest[]}
 */
export const listGuests = (dataDir) => {
  const machines = path.join(dataDir, "machines");
  const ids = new Set(existsSync(machines) ? readdirSync(machines) : []);
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => ({ pid: Number(pid), id: findMachineOf(pid) ?? "" }))
    .filter(({ id }) => ids.has(id))
    .map(({ pid, id }) => ({ pid, id, folder: path.join(machines, id) }));
};

/**
 * Presses the guest's power button.
 * @param {Guest} guest
 * @returns {Promise<void>}
 */
const pressPower = ({ folder }) =>
  new Promise((resolve) => {
    // By way of the open folder the socket's path is short enough, wherever it lies.
    const directory = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY);
    const socket = connect(`/proc/self/fd/${directory}/run/operations.sock`);
    const end = () => {
      socket.destroy();
      resolve();
    };
    socket.setTimeout(2000, end).once("error", end);
    socket.once("close", () => closeSync(directory));
    socket.once("data", () => {
      socket.write('{"execute":"qmp_capabilities"}\n{"execute":"system_powerdown"}\n', () => setTimeout(end, 200));
    });
  });

/**
 * @param {Guest} guest
 * @param {NodeJS.Signals} signal
 */
const send = ({ pid }, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
};

/**
 * Shuts all guests of a data folder down; one that does not listen to its power button within 15 s is switched off.
 * @param {string} dataDir
 * @returns {Promise<number>} how many there were
 */
export const stopGuests = async (dataDir) => {
  const guests = listGuests(dataDir);
  await Promise.all(guests.map(pressPower));
  const areGone = () => !guests.some(isRunning);
  for (const [signal, patience] of /** @type {const} */ ([
    ["SIGTERM", 15_000],
    ["SIGKILL", 10_000],
  ])) {
    if (await waitUntil(areGone, patience)) break;
    for (const guest of guests.filter(isRunning)) send(guest, signal);
  }
  if (!(await waitUntil(areGone, 5000))) throw new Error("not all guests end");
  return guests.length;
};
