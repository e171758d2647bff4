import type { Driver } from "../driver";
import { createAgentOps } from "./agent";
import { createImageOps } from "./images";
import type { Fake, MemoryDriverOptions } from "./options";
import { createServerOps } from "./servers";
import { createSnapshotOps } from "./snapshots";
import { createWorld } from "./world";

/**
 * The contract without machines, for tests of what stands on it: guests that count in RAM and on disk, snapshots that
 * really keep both, and points at which a test may make a call fail or wait. Drivers on one `world` see the same
 * machines.
 */
export const createMemoryDriver = (options: MemoryDriverOptions = {}): Driver => {
  const { world = createWorld(), memoryMethod = "background", onPoint } = options;
  const fake: Fake = {
    world,
    memoryMethod,
    reach: async (point, { serverId = null, snapshotId = null } = {}) => {
      await onPoint?.(point, { serverId, snapshotId });
    },
  };
  return {
    kind: "memory",
    capabilities: async () => ({
      version: "memory",
      acceleration: "none",
      memory:
        memoryMethod === "background"
          ? { method: memoryMethod }
          : { method: memoryMethod, reason: "kernelRefusesBackgroundSnapshot" },
    }),
    space: async () => ({ totalBytes: world.totalBytes, freeBytes: world.freeBytes }),
    servers: createServerOps(fake),
    snapshots: createSnapshotOps(fake),
    images: createImageOps(fake),
    agent: createAgentOps(fake),
    close: async () => undefined,
  };
};
