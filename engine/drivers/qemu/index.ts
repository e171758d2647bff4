import type { Capabilities, Driver } from "../driver";
import { createAgentOps } from "./agent";
import { chooseMemoryMethod } from "./create-snapshot";
import { createHost } from "./host";
import { createImageOps } from "./images";
import type { QemuDriverOptions } from "./options";
import { probeAcceleration, readQemuVersion } from "./probe";
import { createServerOps } from "./servers";
import { createSnapshotOps } from "./snapshots";
import { readSpace } from "./space";

/**
 * Runs machines on this host with QEMU. Machines are processes of their own: they run on when the driver is closed or
 * dies, and a new driver on the same data folder finds them.
 */
export const createQemuDriver = (options: QemuDriverOptions): Driver => {
  const host = createHost(options);
  const capabilities = async (): Promise<Capabilities> => {
    const method = await chooseMemoryMethod(host);
    return {
      version: `QEMU ${await readQemuVersion()}`,
      acceleration: (await probeAcceleration(host)).kind,
      memory: method === "background" ? { method } : { method, reason: "kernelRefusesBackgroundSnapshot" },
    };
  };
  return {
    kind: "qemu",
    capabilities,
    space: () => readSpace(host),
    servers: createServerOps(host),
    snapshots: createSnapshotOps(host),
    images: createImageOps(host),
    agent: createAgentOps(host),
    // Every connection ends with its call; machines are no children that would have to be let go.
    close: async () => undefined,
  };
};
