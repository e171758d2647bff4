import { randomInt } from "node:crypto";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { ImageFiles } from "../drivers/driver";
import type { Image } from "../model/image";
import type { Server } from "../model/server";
import { defineOperation, type Step } from "../operations/definition";
import { once, type Requested, type Requester, writeOperation } from "../operations/request-operation";
import type { RequestPorts } from "../ports";
import { recordPower } from "./machine-power";
import { specOf } from "./machine-spec";
import { isWithinLimits, serverLimits } from "./server-limits";

export type ServerRequest = {
  tenantId: string;
  imageId: string;
  name: string;
  vcpus: number;
  memoryBytes: number;
  /** Sizes in bytes; the first is the boot disk and at least as large as the image. */
  diskBytes: readonly [number, ...number[]];
  start: boolean;
};

/** Writes the wish for a new server. Throws "nameTaken", "inputInvalid", "conflict" for an image that is not ready. */
export const requestServer = (
  ports: RequestPorts,
  by: Requester,
  wish: ServerRequest,
): Promise<Requested & { serverId: string }> => {
  const serverId = newId();
  return once(ports, by, "server.create", async (store) => {
    assertWithinLimits(wish);
    const image = await store.images.lock(wish.imageId);
    if (image.state !== "ready") throw new AppError("conflict");
    if (wish.diskBytes[0] < image.diskBytes) throw new AppError("inputInvalid");
    if (await store.servers.isNameTaken(wish.tenantId, wish.name)) throw new AppError("nameTaken", { name: wish.name });
    await store.servers.insert(newServer(serverId, wish));
    return writeOperation(store, ports.clock, by, {
      kind: "server.create",
      input: { serverId, imageId: image.id, start: wish.start },
      subject: { server: wish.name, image: image.name },
      tenantId: wish.tenantId,
      serverId,
      imageId: image.id,
    });
  }).then(async ({ operationId }) => {
    const { serverId: id } = await ports.store.operations.get(operationId);
    return { operationId, serverId: id ?? serverId };
  });
};

const assertWithinLimits = (wish: ServerRequest): void => {
  const { name } = wish;
  const isName = name.length <= serverLimits.nameLength && serverLimits.namePattern.test(name);
  if (!isName || !isWithinLimits(wish)) throw new AppError("inputInvalid");
};

const newServer = (id: string, wish: ServerRequest): Server => ({
  id,
  tenantId: wish.tenantId,
  imageId: wish.imageId,
  name: wish.name,
  state: "pending",
  agent: null,
  vcpus: wish.vcpus,
  memoryBytes: wish.memoryBytes,
  webPort: null,
  startedAt: null,
  usedBytes: null,
  currentSnapshotId: null,
  disks: wish.diskBytes.map((sizeBytes, position) => ({ id: newId(), position, sizeBytes, usedBytes: 0 })),
  nics: [{ id: newId(), position: 0, mac: newMac() }],
});

/** A locally administered unicast address below QEMU's own prefix 52:54:00. */
const newMac = (): string =>
  ["52", "54", "00", ...Array.from({ length: 3 }, () => randomInt(256).toString(16).padStart(2, "0"))].join(":");

export const filesOf = (image: Image, dataDir: string): ImageFiles => {
  const { files } = image;
  if (!files) throw new AppError("conflict");
  const at = (relative: string) => path.resolve(dataDir, relative);
  if (files.boot.kind === "disk") return { diskPath: at(files.diskPath), boot: files.boot };
  const { kernelPath, initrdPath, commandLine } = files.boot;
  return {
    diskPath: at(files.diskPath),
    boot: { kind: "direct", kernelPath: at(kernelPath), initrdPath: at(initrdPath), commandLine },
  };
};

type Kind = "server.create";

const check: Step<Kind> = {
  key: "check",
  weight: 1,
  cancellable: true,
  run: async ({ input, ports }) => {
    const image = await ports.store.images.get(input.imageId);
    const { freeBytes } = await ports.driver.space();
    const neededBytes = image.diskBytes;
    if (freeBytes < neededBytes) throw new AppError("hostFull", { freeBytes, neededBytes });
    await ports.store.servers.update(input.serverId, { state: "creating" });
    return undefined;
  },
};

const makeDisks: Step<Kind> = {
  key: "makeDisks",
  weight: 6,
  cancellable: true,
  run: async ({ input, ports, signal, progress }) => {
    const server = await ports.store.servers.get(input.serverId);
    const image = await ports.store.images.get(input.imageId);
    await ports.driver.servers.create(specOf(server, server), filesOf(image, ports.dataDir), { signal, progress });
    return undefined;
  },
  undo: ({ input, ports }) => ports.driver.servers.remove(input.serverId),
};

const record: Step<Kind> = {
  key: "record",
  weight: 1,
  commits: true,
  run: async ({ input, ports }) => {
    await ports.store.servers.update(input.serverId, { state: "stopped" });
    return undefined;
  },
};

const start: Step<Kind> = {
  key: "start",
  weight: 2,
  run: async ({ input, ports }) => {
    await ports.driver.servers.start(input.serverId);
    await recordPower(ports, input.serverId);
    return undefined;
  },
};

export const createServer = defineOperation({
  kind: "server.create",
  steps: ({ start: andStart }) => (andStart ? [check, makeDisks, record, start] : [check, makeDisks, record]),
  settle: async ({ input, ports }, { outcome }) => {
    const server = await ports.store.servers.find(input.serverId);
    if (server?.state !== "pending" && server?.state !== "creating") return;
    if (outcome === "cancelled") await ports.store.servers.remove(server.id);
    else await ports.store.servers.update(server.id, { state: "failed" });
  },
});
