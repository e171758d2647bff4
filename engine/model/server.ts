export const serverStates = ["pending", "creating", "running", "stopped", "unknown", "deleting", "failed"] as const;
export type ServerState = (typeof serverStates)[number];

export type Disk = { id: string; position: number; sizeBytes: number; usedBytes: number };
export type Nic = { id: string; position: number; mac: string };

/** A virtual machine as the database knows it. Sizes in bytes, times in ms since 1970 UTC. */
export type Server = {
  id: string;
  tenantId: string;
  imageId: string | null;
  name: string;
  state: ServerState;
  agent: boolean | null;
  vcpus: number;
  memoryBytes: number;
  webPort: number | null;
  startedAt: number | null;
  usedBytes: number | null;
  currentSnapshotId: string | null;
  disks: readonly Disk[];
  nics: readonly Nic[];
};

/** What a snapshot keeps of its server beside the disks, so that later changes can be told and taken back. */
export type ServerConfig = {
  vcpus: number;
  memoryBytes: number;
  disks: readonly { id: string; position: number; sizeBytes: number }[];
  nics: readonly { id: string; position: number; mac: string }[];
};

export const configOf = (server: Server): ServerConfig => ({
  vcpus: server.vcpus,
  memoryBytes: server.memoryBytes,
  disks: server.disks.map(({ id, position, sizeBytes }) => ({ id, position, sizeBytes })),
  nics: server.nics.map(({ id, position, mac }) => ({ id, position, mac })),
});

/**
 * What the server is once it has gone back to `config`: made as it was then, and with the disks that came since behind
 * those that it had.
 */
export const revertedConfig = (server: Server, config: ServerConfig): ServerConfig => ({
  ...config,
  disks: [...config.disks, ...addedDisks(server, config)].map(({ id, sizeBytes }, position) => ({
    id,
    position,
    sizeBytes,
  })),
});

/** Disks that the server has and did not have then. */
export const addedDisks = ({ disks }: Pick<Server, "disks">, config: Pick<ServerConfig, "disks">): readonly Disk[] =>
  disks.filter(({ id }) => !config.disks.some((then) => then.id === id));
