import type { Host } from "./host";
import type { Machine } from "./machine-folder";
import { connectQmp, monitorSockets, type QmpClient } from "./qmp-client";

/** Work with the monitor for operations of a running machine. The caller holds the machine's lock. */
export const withMonitor = async <T>(machine: Machine, work: (client: QmpClient) => Promise<T>): Promise<T> => {
  const client = await connectQmp(machine.folder, monitorSockets.operations, { timeoutMs: 10_000 });
  try {
    return await work(client);
  } finally {
    client.close();
  }
};

const factsTimeoutMs = 1000;

/**
 * A short look through the monitor for facts, also while an operation runs. Connects anew each time: several workers
 * on a host then share the one place that it has.
 */
export const lookAt = <T>(
  host: Host,
  machine: Pick<Machine, "id" | "folder">,
  look: (client: QmpClient) => Promise<T>,
) =>
  host.monitors(machine.id, async (): Promise<T> => {
    const client = await connectQmp(machine.folder, monitorSockets.facts, { timeoutMs: factsTimeoutMs });
    try {
      return await look(client);
    } finally {
      client.close();
    }
  });

export const factsCallTimeoutMs = factsTimeoutMs;
