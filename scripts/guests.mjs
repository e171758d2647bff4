// @ts-check
// Ends guests from outside, where no worker runs that could.
import { closeSync, constants, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { waitUntil } from "./postgres-process.mjs";

/** @typedef {{ pid: number, folder: string, id: string }} Guest */

/** @param {Guest} guest */
const isRunning = ({ pid, id }) => {
  try {
    // Its own arguments name the machine: the number may be somebody else's by now.
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(id);
  } catch {
    return false;
  }
};

/**
 * @param {string} dataDir
 * @returns {Guest[]}
 */
export const listGuests = (dataDir) => {
  const machines = path.join(dataDir, "machines");
  if (!existsSync(machines)) return [];
  return readdirSync(machines)
    .map((id) => ({ id, folder: path.join(machines, id), file: path.join(machines, id, "run/qemu.pid") }))
    .filter(({ file }) => existsSync(file))
    .map(({ id, folder, file }) => ({ id, folder, pid: Number(readFileSync(file, "utf8")) }))
    .filter((guest) => guest.pid > 1 && isRunning(guest));
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
