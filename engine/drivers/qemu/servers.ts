import { rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import type { CallOptions, ImageFiles, ServerOps, ServerSpec } from "../driver";
import { withAgent } from "./agent-client";
import { readFacts, readStates } from "./facts";
import { failed, throwIfCancelled, toAppError } from "./failure";
import { type Host, makeMachinesFolder } from "./host";
import { launch } from "./launch";
import {
  checkId,
  diskFile,
  findMachine,
  getMachine,
  listMachineIds,
  type Machine,
  machineFolder,
  makeGuestFile,
  makeMachineFolder,
  writeSpec,
} from "./machine-folder";
import { continueMachine, readRunState } from "./machine-state";
import { withMonitor } from "./monitor";
import { readMachineType } from "./probe";
import { findProcess, killProcess, waitForEnd } from "./process";
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
): Promise<void> => {
  for (const [index, disk] of spec.disks.entries()) {
    const file = diskFile(disk.id);
    await makeGuestFile(host.identity, path.join(folder, file));
    if (index > 0) {
      await qemuImg(host, folder, ["create", "-q", "-f", "qcow2", "-o", diskOptions, file, String(disk.sizeBytes)], {
        signal,
      });
      continue;
    }
    await shareReadable(host, image.diskPath, path.join(folder, "image"));
    await qemuImg(host, folder, ["convert", "-f", "qcow2", "-O", "qcow2", "-o", diskOptions, "image", file], {
      signal,
    });
    await rm(path.join(folder, "image"));
    const { virtualBytes } = await readDiskInfo(host, folder, file);
    // A disk never becomes smaller than its image: that would cut off what is on it.
    if (disk.sizeBytes > virtualBytes)
      await qemuImg(host, folder, ["resize", "-q", "-f", "qcow2", file, String(disk.sizeBytes)]);
  }
};

/** It becomes a part of one of QEMU's option lists, where a comma would begin the next option. */
const macPattern = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

/** Built aside and renamed, so that a machine's folder is there whole or not at all. */
const create = async (
  host: Host,
  spec: ServerSpec,
  image: ImageFiles,
  { signal, progress }: CallOptions,
): Promise<void> => {
  throwIfCancelled(signal);
  if (await findMachine(host, spec.id)) return;
  if (!spec.nics.every(({ mac }) => macPattern.test(mac))) throw failed("a card's address is none");
  await makeMachinesFolder(host);
  const folder = machineFolder(host, spec.id);
  const aside = `${folder}.new`;
  try {
    await makeMachineFolder(host.identity, aside);
    if (image.boot.kind === "direct") {
      await shareReadable(host, image.boot.kernelPath, path.join(aside, "kernel"));
      await shareReadable(host, image.boot.initrdPath, path.join(aside, "initrd"));
    }
    await makeDisks(host, { folder: aside, spec, image, signal });
    const boot =
      image.boot.kind === "disk" ? image.boot : { kind: image.boot.kind, commandLine: image.boot.commandLine };
    const server = { ...spec, disks: [...spec.disks], nics: [...spec.nics] };
    await writeSpec(aside, { version: 1, server, boot, machineType: await readMachineType(), webPort: null });
    throwIfCancelled(signal);
    await rename(aside, folder);
    progress?.(100);
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    throw toAppError(error);
  }
};

const remove = async (host: Host, serverId: string): Promise<void> => {
  const folder = machineFolder(host, serverId);
  await killProcess(host, serverId);
  const gone = `${folder}.gone`;
  const isThere = await stat(folder).then(
    () => true,
    () => false,
  );
  // Whatever an earlier, cut-off call left goes first; the rename makes the machine disappear at one instant.
  await rm(gone, { recursive: true, force: true });
  if (isThere) await rename(folder, gone);
  await rm(gone, { recursive: true, force: true });
  await rm(`${folder}.new`, { recursive: true, force: true });
};

const start = async (host: Host, machine: Machine): Promise<void> => {
  if (await findProcess(host, machine.id)) {
    const isWaitingForRam = await withMonitor(machine, async (client) => {
      // Whoever sent its RAM is gone: it holds nothing yet, so it can only be started anew.
      if ((await readRunState(client)) === "inmigrate") return true;
      await continueMachine(client);
      return false;
    });
    if (!isWaitingForRam) return;
    await killProcess(host, machine.id);
  }
  const client = await launch(host, machine, { kind: "boot" });
  try {
    await continueMachine(client);
  } finally {
    client.close();
  }
};

const askToStop = async (host: Host, machine: Machine): Promise<void> => {
  await withMonitor(machine, async (client) => {
    if ((await readRunState(client)) !== "running") await continueMachine(client);
  });
  try {
    await withAgent(host, machine, { greetMs: 2000 }, async (agent) =>
      agent.send("guest-shutdown", { mode: "powerdown" }),
    );
  } catch (error) {
    host.log("agentSilent", { serverId: machine.id, error: String(error) });
    await withMonitor(machine, (client) => client.execute("system_powerdown"));
  }
};

const stop = async (
  host: Host,
  serverId: string,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal | undefined },
): Promise<void> => {
  const machine = await getMachine(host, serverId);
  if (!(await findProcess(host, serverId))) return;
  throwIfCancelled(signal);
  const end = performance.now() + timeoutMs;
  try {
    await askToStop(host, machine);
  } catch (error) {
    // It may have ended by itself while we spoke to it.
    if (await findProcess(host, serverId)) throw failed("the machine could not be asked to stop", error);
  }
  if (await waitForEnd(host, serverId, { timeoutMs: Math.max(0, end - performance.now()), signal })) return;
  throwIfCancelled(signal);
  throw new AppError("stopTimedOut");
};

/** QEMU's own quit is a power cut to the guest, but leaves the disks' files tidy; SIGKILL where it does not answer. */
const forceOff = async (host: Host, serverId: string): Promise<void> => {
  const machine = await getMachine(host, serverId);
  if (!(await findProcess(host, serverId))) return;
  try {
    await withMonitor(machine, (client) => client.execute("quit", {}, { timeoutMs: 2000 }));
    if (await waitForEnd(host, serverId, { timeoutMs: 3000 })) return;
  } catch (error) {
    host.log("quitFailed", { serverId, error: String(error) });
  }
  await killProcess(host, serverId);
};

export const createServerOps = (host: Host): ServerOps => {
  /** One change at a time, and only the product's errors leave. */
  const change = <T>(serverId: string, run: () => Promise<T>): Promise<T> =>
    host.operations(checkId(serverId), run).catch((error: unknown) => {
      throw toAppError(error);
    });
  return {
    create: (spec, image, options = {}) => change(spec.id, () => create(host, spec, image, options)),
    remove: (serverId) => change(serverId, () => remove(host, serverId)),
    start: (serverId, { signal } = {}) =>
      change(serverId, async () => {
        const machine = await getMachine(host, serverId);
        throwIfCancelled(signal);
        await start(host, machine);
      }),
    stop: (serverId, options) => change(serverId, () => stop(host, serverId, options)),
    forceOff: (serverId) => change(serverId, () => forceOff(host, serverId)),
    facts: (serverId, options = {}) => readFacts(host, checkId(serverId), options),
    list: () => listMachineIds(host),
    states: () => readStates(host),
  };
};
