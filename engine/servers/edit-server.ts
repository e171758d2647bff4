import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { configOf, type Server, type ServerConfig } from "../model/server";
import { defineOperation, type Step, type StepContext } from "../operations/definition";
import { once, type Requested, type Requester, refuseWhileBusy, writeOperation } from "../operations/request-operation";
import type { RequestPorts, Store } from "../ports";
import { recordConfig, specOf, withRealSizes } from "./machine-spec";
import { isWithinLimits } from "./server-limits";

export type ServerEdit = {
  serverId: string;
  vcpus: number;
  memoryBytes: number;
  /** All disks that it is to have: those of its own that it keeps, in their order, then new ones (`id` null). */
  disks: readonly { id: string | null; sizeBytes: number }[];
};

/**
 * Writes the wish to change a stopped server. A disk may become larger, not smaller; the boot disk stays, and so does
 * one that a snapshot holds. Throws "serverNotStopped", "inputInvalid", "diskInSnapshots" (names), "alreadyRunning",
 * "serverBusy".
 */
export const requestServerEdit = (ports: RequestPorts, by: Requester, edit: ServerEdit): Promise<Requested> =>
  once(ports, by, "server.edit", async (store) => {
    const server = await store.servers.lock(edit.serverId);
    await refuseWhileBusy(store, server.id, "server.edit");
    if (server.state !== "stopped") throw new AppError("serverNotStopped", { name: server.name });
    const diskBytes = edit.disks.map(({ sizeBytes }) => sizeBytes);
    if (!isWithinLimits({ ...edit, diskBytes }) || !isPossible(server, edit)) throw new AppError("inputInvalid");
    const removedDiskIds = server.disks.map(({ id }) => id).filter((id) => !edit.disks.some((disk) => disk.id === id));
    await assertNotInSnapshots(store, server.id, removedDiskIds);
    return writeOperation(store, ports.clock, by, {
      kind: "server.edit",
      input: {
        serverId: server.id,
        vcpus: edit.vcpus,
        memoryBytes: edit.memoryBytes,
        disks: edit.disks.map(({ id, sizeBytes }) => ({ id: id ?? newId(), sizeBytes })),
        removedDiskIds,
      },
      subject: { server: server.name },
      tenantId: server.tenantId,
      serverId: server.id,
    });
  });

/** Its own disks first, in their order and none smaller, the boot disk among them; then the new ones. */
const isPossible = (server: Server, { disks }: ServerEdit): boolean => {
  const ids = disks.map(({ id }) => id);
  const kept = server.disks.filter(({ id }) => ids.includes(id));
  return (
    ids[0] === server.disks[0]?.id &&
    ids.every((id, index) => id === (kept[index]?.id ?? null)) &&
    kept.every(({ sizeBytes }, index) => (disks[index]?.sizeBytes ?? 0) >= sizeBytes)
  );
};

/** A snapshot is whole only with all disks that it was taken of. */
const assertNotInSnapshots = async (store: Store, serverId: string, diskIds: readonly string[]): Promise<void> => {
  if (diskIds.length === 0) return;
  const needing = (await store.snapshots.listByServer(serverId)).filter(
    ({ state, config }) => state !== "failed" && config.disks.some(({ id }) => diskIds.includes(id)),
  );
  if (needing.length === 0) return;
  throw new AppError("diskInSnapshots", { count: needing.length, names: needing.map(({ name }) => name).join(", ") });
};

type Kind = "server.edit";
type Context = StepContext<Kind>;

const editedConfig = (server: Server, { vcpus, memoryBytes, disks }: Context["input"]): ServerConfig => ({
  ...configOf(server),
  vcpus,
  memoryBytes,
  disks: disks.map((disk, position) => ({ ...disk, position })),
});

const check: Step<Kind> = {
  key: "check",
  weight: 1,
  cancellable: true,
  run: async ({ input, ports }) => {
    const { state } = await ports.driver.servers.facts(input.serverId);
    if (state === "stopped") return undefined;
    const { name } = await ports.store.servers.get(input.serverId);
    throw new AppError(state === "unknown" ? "serverStateUnknown" : "serverNotStopped", { name });
  },
};

const configure: Step<Kind> = {
  key: "configure",
  weight: 6,
  run: async ({ input, ports, progress }) => {
    const server = await ports.store.servers.get(input.serverId);
    await ports.driver.servers.configure(specOf(server, editedConfig(server, input)), { progress });
    return undefined;
  },
  undo: async ({ input, ports }) => {
    const server = await ports.store.servers.get(input.serverId);
    await ports.driver.servers.configure(specOf(server, server));
    const isOwn = (id: string) => server.disks.some((disk) => disk.id === id);
    for (const { id } of input.disks) if (!isOwn(id)) await ports.driver.servers.removeDisk(server.id, id);
    // A disk that had become larger stays so, and the row tells it.
    const config = await withRealSizes(ports, server.id, configOf(server));
    await recordConfig(ports.store, server, config);
  },
};

const record: Step<Kind> = {
  key: "record",
  weight: 1,
  commits: true,
  run: async ({ input, ports }) => {
    const server = await ports.store.servers.get(input.serverId);
    const config = await withRealSizes(ports, server.id, editedConfig(server, input));
    await ports.store.transaction(async (store) => recordConfig(store, await store.servers.lock(server.id), config));
    return undefined;
  },
};

/** Data goes last: until the change stands, a removed disk can be taken back. */
const cleanUp: Step<Kind> = {
  key: "cleanUp",
  weight: 1,
  run: async ({ input, ports }) => {
    for (const diskId of input.removedDiskIds) await ports.driver.servers.removeDisk(input.serverId, diskId);
    return undefined;
  },
};

export const editServer = defineOperation({
  kind: "server.edit",
  steps: ({ removedDiskIds }) => [check, configure, record, ...(removedDiskIds.length > 0 ? [cleanUp] : [])],
});
