import { AppError } from "@/lib/errors";
import { addedDisks } from "../model/server";
import { toState } from "../model/snapshot";
import { once, type Requested, type Requester, refuseWhileBusy, writeOperation } from "../operations/request-operation";
import type { RequestPorts } from "../ports";
import { stopTimeoutMs } from "../servers/power-server";

export type RevertRequest = {
  snapshotId: string;
  /** Cut the power if the instance does not stop in time; otherwise the revert ends with nothing changed. */
  force: boolean;
  /** Keep the present as a snapshot, so that the revert can be undone. Default false. */
  safety?: boolean;
  /** Leave RAM that the snapshot holds where it is: the instance starts afresh if it runs now. Default false. */
  disksOnly?: boolean;
};

/**
 * Writes the wish to go back. It never waits in line: what is asked for is the state that the person sees now.
 * Throws "alreadyRunning", "serverBusy", "snapshotNotReady", "serverStateUnknown", and "memoryDoesNotFit" for RAM of a
 * server that has been given a disk since: kept RAM names devices by their place.
 */
export const requestRevert = (ports: RequestPorts, by: Requester, wish: RevertRequest): Promise<Requested> =>
  once(ports, by, "snapshot.revert", async (store) => {
    const { serverId } = await store.snapshots.get(wish.snapshotId);
    const server = await store.servers.lock(serverId);
    const snapshot = await store.snapshots.lock(wish.snapshotId);
    await refuseWhileBusy(store, serverId, "snapshot.revert");
    if (server.state === "unknown") throw new AppError("serverStateUnknown", { name: server.name });
    if (server.state !== "running" && server.state !== "stopped") throw new AppError("serverBusy");
    const reverting = toState(snapshot, "reverting");
    const withMemory = snapshot.consistency === "memory" && wish.disksOnly !== true;
    if (withMemory && addedDisks(server, snapshot.config).length > 0) throw new AppError("memoryDoesNotFit");
    await store.snapshots.update(snapshot.id, { state: reverting });
    return writeOperation(store, ports.clock, by, {
      kind: "snapshot.revert",
      input: {
        serverId,
        snapshotId: snapshot.id,
        withMemory,
        force: wish.force,
        safety: wish.safety ?? false,
        stopTimeoutMs,
      },
      subject: { server: server.name, snapshot: snapshot.name },
      tenantId: server.tenantId,
      serverId,
      snapshotId: snapshot.id,
    });
  });
