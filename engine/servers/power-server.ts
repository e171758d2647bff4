import { AppError } from "@/lib/errors";
import type { OperationInput, OperationKind } from "../model/operation";
import type { Server } from "../model/server";
import { defineOperation } from "../operations/definition";
import { once, type Requested, type Requester, refuseWhileBusy, writeOperation } from "../operations/request-operation";
import type { RequestPorts, Store } from "../ports";
import { recordPower } from "./machine-power";

/** How long a clean shutdown may take before it counts as refused, ms. */
export const stopTimeoutMs = 90_000;

export type PowerAction = "start" | "stop" | "forceOff";

type PowerKind = Extract<OperationKind, "server.start" | "server.stop" | "server.forceOff">;
const kinds = { start: "server.start", stop: "server.stop", forceOff: "server.forceOff" } as const;

/**
 * Writes the wish to start or stop an instance. It does not wait in line, but for `forceOff`, which must be had.
 * Throws "alreadyRunning", "serverBusy", "serverNotRunning", "serverNotStopped", "serverStateUnknown".
 */
export const requestPower = (
  ports: RequestPorts,
  by: Requester,
  { serverId, action }: { serverId: string; action: PowerAction },
): Promise<Requested> => {
  const kind: PowerKind = kinds[action];
  return once(ports, by, kind, async (store) => {
    const server = await store.servers.lock(serverId);
    if (action === "forceOff") await endCleanStop(store, serverId);
    else await refuseWhileBusy(store, serverId, kind);
    assertPossible(server, action);
    const input: OperationInput<PowerKind> =
      kind === "server.stop" ? { serverId, timeoutMs: stopTimeoutMs } : { serverId };
    return writeOperation(store, ports.clock, by, {
      kind,
      input,
      subject: { server: server.name },
      tenantId: server.tenantId,
      serverId,
    });
  });
};

/** A clean stop that still waits for the guest must not keep the power on. */
const endCleanStop = async (store: Store, serverId: string): Promise<void> => {
  for (const operation of await store.operations.listActive(serverId)) {
    if (operation.kind === "server.forceOff") throw new AppError("alreadyRunning");
    if (operation.kind !== "server.stop") continue;
    await store.operations.requestCancel(operation.id).catch((error: unknown) => {
      // It has just ended by itself.
      if (!(error instanceof AppError) || error.code !== "notCancellable") throw error;
    });
  }
};

const assertPossible = ({ state, name }: Server, action: PowerAction): void => {
  switch (state) {
    case "running":
      if (action === "start") throw new AppError("serverNotStopped", { name });
      return;
    case "stopped":
      if (action !== "start") throw new AppError("serverNotRunning", { name });
      return;
    case "unknown":
      // Cutting the power and starting are safe whatever the state is; a clean stop needs an answering machine.
      if (action === "stop") throw new AppError("serverStateUnknown", { name });
      return;
    case "pending":
    case "creating":
    case "deleting":
    case "failed":
      throw new AppError("serverBusy");
  }
};

export const startServer = defineOperation({
  kind: "server.start",
  steps: () => [
    {
      key: "start",
      weight: 1,
      run: async ({ input, ports }) => {
        await ports.driver.servers.start(input.serverId);
        await recordPower(ports, input.serverId);
        return undefined;
      },
    },
  ],
});

export const stopServer = defineOperation({
  kind: "server.stop",
  steps: () => [
    {
      key: "stop",
      weight: 1,
      cancellable: true,
      run: async ({ input, ports, signal }) => {
        await ports.driver.servers.stop(input.serverId, { timeoutMs: input.timeoutMs, signal });
        await recordPower(ports, input.serverId);
        return undefined;
      },
    },
  ],
});

export const forceServerOff = defineOperation({
  kind: "server.forceOff",
  steps: () => [
    {
      key: "powerOff",
      weight: 1,
      run: async ({ input, ports }) => {
        await ports.driver.servers.forceOff(input.serverId);
        await recordPower(ports, input.serverId);
        return undefined;
      },
    },
  ],
});
