import { AppError } from "@/lib/errors";
import type { PowerState, ServerFacts } from "../drivers/driver";
import type { ServerState } from "../model/server";
import type { ObservedServer, WorkerPorts } from "../ports";
import { StoreFailure } from "../store-failure";

/**
 * Holds the rows against the machines: one that died by itself shows as stopped, one that can't be asked as unknown,
 * never as stopped. Servers on which an operation works are left to it. `deep` also asks agents and disks.
 */
export const observeServers = async (ports: WorkerPorts, { deep }: { deep: boolean }): Promise<void> => {
  // Rows first: what an operation ends between the two looks is then seen as newer than its row, never as older.
  const servers = await ports.store.servers.listObserved();
  const states = await ports.driver.servers.states();
  for (const server of servers) {
    if (server.busy) continue;
    try {
      await observe(ports, server, states.get(server.id), deep);
    } catch (error) {
      if (error instanceof StoreFailure) throw error;
      ports.log.warn("server.notObserved", { serverId: server.id, error });
    }
  }
};

const shown = (state: PowerState | undefined): ServerState => {
  if (state === "running" || state === "stopped") return state;
  return "unknown";
};

const observe = async (
  ports: WorkerPorts,
  server: ObservedServer,
  power: PowerState | undefined,
  deep: boolean,
): Promise<void> => {
  const state = shown(power);
  const changed = state !== server.state;
  if (changed) ports.log.info("server.stateChanged", { serverId: server.id, from: server.state, to: state });
  if (!changed && !deep) return;
  const facts = power === undefined ? null : await findFacts(ports, server.id, deep && state === "running");
  const seen = facts && shown(facts.state) === state ? facts : null;
  const startedAt = seen?.startedAt ?? null;
  const webPort = seen ? seen.webPort : server.webPort;
  const agent = state === "running" ? (seen?.agent ?? server.agent) : null;
  if (changed || agent !== server.agent || webPort !== server.webPort || startedAt !== server.startedAt) {
    await ports.store.servers.observe(server.id, server.state, { state, agent, webPort, startedAt });
  }
  if (deep && seen) await recordUse(ports, server.id, seen);
  if (deep && power === "paused") await letGoOn(ports, server.id);
};

/** What a machine may write before it stands still again for want of room. */
const roomToGoOnBytes = 64 * 1024 ** 2;

/**
 * No machine is meant to stand still while nothing works on it: the host's disk was full, or a worker fell over it and
 * could not be followed by another. It goes on where it stood, once there is room.
 */
const letGoOn = async (ports: WorkerPorts, serverId: string): Promise<void> => {
  const { freeBytes } = await ports.driver.space();
  if (freeBytes < roomToGoOnBytes) return;
  const machine = await ports.machines.take(serverId);
  if (!machine) return;
  try {
    if ((await ports.store.operations.listActive(serverId)).length > 0) return;
    await ports.driver.servers.start(serverId);
    ports.log.info("server.wentOn", { serverId });
  } finally {
    await machine.release();
  }
};

const findFacts = async (ports: WorkerPorts, serverId: string, askAgent: boolean): Promise<ServerFacts | null> => {
  try {
    return await ports.driver.servers.facts(serverId, { askAgent });
  } catch (error) {
    if (error instanceof AppError && error.code === "notFound") return null;
    throw error;
  }
};

const recordUse = async (ports: WorkerPorts, serverId: string, { disks }: ServerFacts): Promise<void> => {
  const usedBytes = disks.reduce((sum, disk) => sum + disk.usedBytes, 0);
  const server = await ports.store.servers.find(serverId);
  if (!server || server.usedBytes === usedBytes) return;
  await ports.store.servers.updateDiskUse(serverId, disks);
  await ports.store.servers.update(serverId, { usedBytes });
};
