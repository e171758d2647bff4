import type { ServerSpec } from "../drivers/driver";
import type { Server, ServerConfig } from "../model/server";
import type { Store, WorkerPorts } from "../ports";

/** What the driver needs to make the machine, to change it, and to start it. */
export const specOf = ({ id, name }: Pick<Server, "id" | "name">, config: ServerConfig): ServerSpec => ({
  id,
  name,
  vcpus: config.vcpus,
  memoryBytes: config.memoryBytes,
  disks: config.disks.map((disk) => ({ id: disk.id, sizeBytes: disk.sizeBytes })),
  nics: config.nics.map((nic) => ({ id: nic.id, mac: nic.mac })),
});

/** The configuration with the sizes that the machine's disks really have: one never becomes smaller. */
export const withRealSizes = async (
  { driver }: Pick<WorkerPorts, "driver">,
  serverId: string,
  config: ServerConfig,
): Promise<ServerConfig> => {
  const { disks } = await driver.servers.facts(serverId);
  const sizes = new Map(disks.map(({ id, sizeBytes }) => [id, sizeBytes]));
  return {
    ...config,
    disks: config.disks.map((disk) => ({ ...disk, sizeBytes: sizes.get(disk.id) ?? disk.sizeBytes })),
  };
};

/** Writes what the server is, unless its row says so already. */
export const recordConfig = async (store: Store, server: Server, config: ServerConfig): Promise<void> => {
  const isAlike = JSON.stringify(specOf(server, server)) === JSON.stringify(specOf(server, config));
  if (!isAlike) await store.servers.configure(server.id, config);
};
