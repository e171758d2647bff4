import { AppError } from "@/lib/errors";
import type { PowerState } from "../drivers/driver";
import type { Server } from "../model/server";
import type { WorkerPorts } from "../ports";

/**
 * Whether the machine runs. One that was left standing still by a crash goes on first: nobody else works on it.
 * Throws "serverStateUnknown".
 */
export const settlePower = async (
  ports: WorkerPorts,
  { id, name }: Pick<Server, "id" | "name">,
): Promise<Extract<PowerState, "running" | "stopped">> => {
  const { state } = await ports.driver.servers.facts(id);
  switch (state) {
    case "running":
    case "stopped":
      return state;
    case "paused":
      await ports.driver.servers.start(id);
      return "running";
    case "unknown":
      throw new AppError("serverStateUnknown", { name });
  }
};

/**
 * A machine that was ended because its guest could not go on is started again from its disks, as after a power cut:
 * that is the nearest to how it was found. If it can't be, its row says that it is stopped.
 */
export const startIfLost = async (ports: WorkerPorts, serverId: string, error: AppError): Promise<void> => {
  if (error.code !== "machineLost") return;
  try {
    await ports.driver.servers.start(serverId);
  } catch (cause) {
    ports.log.error("server.notStartedAgain", { serverId, error: cause });
  }
  await recordPower(ports, serverId);
};

/** Lets a machine that stands still go on; a stopped one stays stopped. */
export const goOn = async (ports: WorkerPorts, serverId: string): Promise<void> => {
  const { state } = await ports.driver.servers.facts(serverId);
  if (state === "paused") await ports.driver.servers.start(serverId);
};

/**
 * Writes the machine's power state into its row, so that nobody sees the old one until the next look at machines.
 * It comes after what matters, so a machine that does not answer here fails nothing.
 */
export const recordPower = async (ports: WorkerPorts, serverId: string): Promise<void> => {
  const facts = await ports.driver.servers.facts(serverId).catch((error: unknown) => {
    ports.log.warn("server.notObserved", { serverId, error });
    return null;
  });
  if (!facts) return;
  const { state, startedAt, webPort } = facts;
  if (state === "running") await ports.store.servers.update(serverId, { state, startedAt, webPort });
  if (state === "stopped") await ports.store.servers.update(serverId, { state, startedAt: null, agent: null });
};
