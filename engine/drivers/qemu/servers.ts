import { rename, rm, stat } from "node:fs/promises";
import { AppError } from "@/lib/errors";
import type { ServerOps } from "../driver";
import { withAgent } from "./agent-client";
import { configureMachine, removeDisk } from "./configure";
import { createMachine } from "./create-machine";
import { readFacts, readStates } from "./facts";
import { failed, throwIfCancelled, toAppError } from "./failure";
import type { Host } from "./host";
import { launch } from "./launch";
import { checkId, getMachine, listMachineIds, type Machine, machineFolder } from "./machine-folder";
import { continueMachine, readRunState } from "./machine-state";
import { withMonitor } from "./monitor";
import { findProcess, killProcess, notePid, waitForEnd } from "./process";

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
  if (await waitForEnd(host, serverId, { timeoutMs: Math.max(0, end - performance.now()), signal }))
    return notePid(machine.folder, "none");
  throwIfCancelled(signal);
  throw new AppError("stopTimedOut");
};

/** QEMU's own quit is a power cut to the guest, but leaves the disks' files tidy; SIGKILL where it does not answer. */
const forceOff = async (host: Host, serverId: string): Promise<void> => {
  const machine = await getMachine(host, serverId);
  if (!(await findProcess(host, serverId))) return;
  try {
    await withMonitor(machine, (client) => client.execute("quit", {}, { timeoutMs: 2000 }));
    if (await waitForEnd(host, serverId, { timeoutMs: 3000 })) return notePid(machine.folder, "none");
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
    create: (spec, image, options = {}) => change(spec.id, () => createMachine(host, spec, image, options)),
    configure: (spec, options = {}) => change(spec.id, () => configureMachine(host, spec, options)),
    removeDisk: (serverId, diskId) => change(serverId, () => removeDisk(host, serverId, diskId)),
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
