import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { type FileHandle, open, readdir, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { machineArguments, type Origin, qemuBinary } from "./arguments";
import { asGuestUser, childEnvironment } from "./command";
import { failed } from "./failure";
import type { Host } from "./host";
import { diskFile, type Machine, writeSpec } from "./machine-folder";
import { probeAcceleration } from "./probe";
import { endedByItself, findProcess, notePid } from "./process";
import { qemuImg } from "./qemu-img";
import { connectQmp, monitorSockets, type QmpClient } from "./qmp-client";

const startTimeoutMs = 30_000;
const portTaken = /host forwarding rule/;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });

const findFreePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === "object") resolve(address.port);
        else reject(new Error("no free port"));
      });
    });
  });

/** The port of the last time where it is still free, so that links stay good; else another, which is remembered. */
const chooseWebPort = async (machine: Machine, isKnownTaken: boolean): Promise<Machine> => {
  if (machine.spec.server.nics.length === 0) return machine;
  const last = machine.spec.webPort;
  if (last !== null && !isKnownTaken && (await isFree(last))) return machine;
  const spec = { ...machine.spec, webPort: await findFreePort() };
  await writeSpec(machine.folder, spec);
  return { ...machine, spec };
};

/** Fresh and ours: what QEMU says lies where the guests' user can't put a link. One older log is kept. */
const openLog = async (machine: Machine): Promise<FileHandle> => {
  const file = path.join(machine.folder, "qemu.log");
  await rename(file, `${file}.1`).catch(() => undefined);
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW;
  await rm(file, { force: true });
  return await open(file, flags, 0o600);
};

const clearRunFolder = async (machine: Machine): Promise<void> => {
  const folder = path.join(machine.folder, "run");
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { recursive: true, force: true });
};

const lastWords = async (log: FileHandle): Promise<string> => {
  const { size } = await log.stat();
  const length = Math.min(size, 2000);
  const { buffer } = await log.read(Buffer.alloc(length), 0, length, size - length);
  return buffer.toString("utf8").trim();
};

type Attempt = { client: QmpClient } | { lastWords: string };

const tryLaunch = async (host: Host, machine: Machine, origin: Origin): Promise<Attempt> => {
  const acceleration = await probeAcceleration(host);
  const args = machineArguments(machine.spec, { accelerator: acceleration.kind, origin });
  const groups = acceleration.kind === "kvm" ? [acceleration.group] : [];
  const [command, ...rest] = asGuestUser(host.identity, [qemuBinary, ...args], { groups });
  await clearRunFolder(machine);
  const log = await openLog(machine);
  notePid(machine.folder, "starting");
  try {
    // In a session of its own and with files for its output: it outlives whoever started it.
    const child = spawn(command, rest, {
      cwd: machine.folder,
      env: childEnvironment(),
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    if (child.pid !== undefined) notePid(machine.folder, child.pid);
    let hasEnded = false;
    const ended = new Promise<void>((resolve) => {
      const note = () => {
        hasEnded = true;
        resolve();
      };
      child.once("error", note);
      child.once("exit", note);
    });
    child.unref();
    try {
      const client = await connectQmp(machine.folder, monitorSockets.operations, {
        timeoutMs: startTimeoutMs,
        isHopeless: () => hasEnded,
      });
      return { client };
    } catch (error) {
      // An ending QEMU takes its sockets down first: its reason is worth a short wait.
      await Promise.race([ended, sleep(500)]);
      if (!hasEnded) {
        child.kill("SIGKILL");
        throw error;
      }
      return { lastWords: await lastWords(log) };
    }
  } finally {
    await log.close();
  }
};

/**
 * A QEMU that was killed may leave clusters that are counted and belong to nobody: lost room, never lost data. They are
 * given back before the next start. What can't be mended does not keep the machine from starting.
 */
const giveBackLostRoom = async (host: Host, machine: Machine): Promise<void> => {
  if (!(await endedByItself(host, machine.id))) return;
  for (const { id } of machine.spec.server.disks) {
    try {
      await qemuImg(host, machine.folder, ["check", "-q", "-r", "leaks", "-f", "qcow2", diskFile(id)]);
    } catch (error) {
      host.log("diskNotChecked", { serverId: machine.id, diskId: id, error: String(error) });
    }
  }
};

/**
 * Starts the machine's process and returns its monitor for operations, which the caller closes. Its processor may not
 * run yet. Finds the process instead where an earlier start, cut off by a crash, was quicker.
 */
export const launch = async (host: Host, stopped: Machine, origin: Origin): Promise<QmpClient> => {
  await giveBackLostRoom(host, stopped);
  let isPortTaken = false;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const machine = await chooseWebPort(stopped, isPortTaken);
    const result = await tryLaunch(host, machine, origin);
    if ("client" in result) {
      host.log("machineStarted", { serverId: machine.id, origin: origin.kind });
      return result.client;
    }
    // What kept it from starting may be its own twin, started and never noted: look for any process of the machine.
    notePid(machine.folder, "starting");
    if (await findProcess(host, machine.id)) {
      return await connectQmp(machine.folder, monitorSockets.operations, { timeoutMs: startTimeoutMs });
    }
    notePid(machine.folder, "none");
    isPortTaken = portTaken.test(result.lastWords);
    if (!isPortTaken) throw failed(`QEMU did not start: ${result.lastWords}`);
  }
  throw failed("no free port for the machine's web page");
};
