import { stat } from "node:fs/promises";
import path from "node:path";
import type { PowerState, ServerFacts } from "../driver";
import { isAgentThere } from "./agent-client";
import type { Host } from "./host";
import { diskFile, getMachine, listMachineIds, type Machine, machineFolder } from "./machine-folder";
import { readRunState, toPowerState } from "./machine-state";
import { factsCallTimeoutMs, lookAt } from "./monitor";
import { findProcess } from "./process";

/** stat(2) counts blocks of 512 bytes, whatever the file system's own are. */
const statBlockBytes = 512;

/** Bytes really taken by a disk's file: its present content and all snapshots in it. */
export const readUsedBytes = async (machine: Machine, diskId: string): Promise<number> =>
  (await stat(path.join(machine.folder, diskFile(diskId)))).blocks * statBlockBytes;

const readState = async (host: Host, serverId: string): Promise<PowerState> => {
  if (!(await findProcess(host, serverId))) return "stopped";
  const machine = { id: serverId, folder: machineFolder(host, serverId) };
  try {
    return await lookAt(host, machine, async (client) => toPowerState(await readRunState(client, factsCallTimeoutMs)));
  } catch {
    // No answer may mean that it has just ended, which is no longer unknown.
    return (await findProcess(host, serverId)) ? "unknown" : "stopped";
  }
};

export const readFacts = async (
  host: Host,
  serverId: string,
  { askAgent = false }: { askAgent?: boolean },
): Promise<ServerFacts> => {
  const machine = await getMachine(host, serverId);
  const state = await readState(host, serverId);
  const found = state === "stopped" ? null : await findProcess(host, serverId);
  const disks = machine.spec.server.disks.map(async ({ id, sizeBytes }) => ({
    id,
    sizeBytes,
    usedBytes: await readUsedBytes(machine, id),
  }));
  return {
    state,
    agent: askAgent && state === "running" ? await isAgentThere(host, machine) : null,
    startedAt: found?.startedAt ?? null,
    webPort: found ? machine.spec.webPort : null,
    disks: await Promise.all(disks),
  };
};

export const readStates = async (host: Host): Promise<ReadonlyMap<string, PowerState>> => {
  const ids = await listMachineIds(host);
  return new Map(await Promise.all(ids.map(async (id) => [id, await readState(host, id)] as const)));
};
