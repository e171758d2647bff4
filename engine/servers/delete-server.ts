import { AppError } from "@/lib/errors";
import { defineOperation } from "../operations/definition";
import { once, type Requested, type Requester, refuseWhileBusy, writeOperation } from "../operations/request-operation";
import type { RequestPorts } from "../ports";
import { recordPower } from "./machine-power";

/**
 * Writes the wish to delete a server with its snapshots. A lock on any of them blocks it; the look at the locks and
 * the state that bars new ones are one transaction. Throws "serverHasLocked" (names), "conflict" when the typed name
 * is not the server's, "serverBusy".
 */
export const requestServerDelete = (
  ports: RequestPorts,
  by: Requester,
  { serverId, typedName }: { serverId: string; typedName: string },
): Promise<Requested> =>
  once(ports, by, "server.delete", async (store) => {
    const server = await store.servers.lock(serverId);
    if (typedName !== server.name) throw new AppError("conflict");
    await refuseWhileBusy(store, serverId, "server.delete");
    const locked = await store.holds.listLockedNames(serverId, ports.clock.now());
    if (locked.length > 0) throw new AppError("serverHasLocked", { count: locked.length, names: locked.join(", ") });
    const wasFailed = server.state === "failed";
    await store.servers.update(serverId, { state: "deleting" });
    return writeOperation(store, ports.clock, by, {
      kind: "server.delete",
      input: { serverId, wasFailed },
      subject: { server: server.name },
      tenantId: server.tenantId,
      serverId,
    });
  });

export const deleteServer = defineOperation({
  kind: "server.delete",
  steps: () => [
    {
      key: "remove",
      weight: 5,
      run: async ({ input, ports }) => {
        await ports.driver.servers.remove(input.serverId);
        return undefined;
      },
    },
    {
      key: "forget",
      weight: 1,
      commits: true,
      run: async ({ input, ports }) => {
        await ports.store.transaction(async (store) => {
          if (!(await store.servers.find(input.serverId))) return;
          await store.servers.lock(input.serverId);
          await store.snapshots.removeAllOf(input.serverId);
          await store.servers.remove(input.serverId);
        });
        return undefined;
      },
    },
  ],
  settle: async ({ input, ports }, { outcome }) => {
    const server = await ports.store.servers.find(input.serverId);
    if (server?.state !== "deleting") return;
    // Cancelled before the first byte went: it is what it was, and the next look at machines says how it stands.
    const isWhole =
      outcome === "cancelled" && !input.wasFailed && (await ports.driver.servers.list()).includes(server.id);
    // Otherwise its disks may be gone in part: it stays marked, and may be deleted again.
    await ports.store.servers.update(server.id, { state: isWhole ? "unknown" : "failed" });
    if (isWhole) await recordPower(ports, server.id);
  },
});
