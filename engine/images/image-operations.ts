import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { defineOperation } from "../operations/definition";
import { once, type Requested, type Requester, writeOperation } from "../operations/request-operation";
import type { RequestPorts } from "../ports";
import { builtImageName } from "./register-built-image";

/** Folder of an image below the data folder. */
const folderOf = (imageId: string) => path.join("images", imageId);

export type ImageRequest = {
  name: string;
  description: string;
  /** Where the upload was written, below the data folder. */
  uploadPath: string;
};

/** Writes the wish to check and convert an uploaded disk. Throws "nameTaken", "inputInvalid". */
export const requestImageImport = (
  ports: RequestPorts,
  by: Requester,
  wish: ImageRequest,
): Promise<Requested & { imageId: string }> => {
  const imageId = newId();
  return once(ports, by, "image.import", async (store) => {
    const name = wish.name.trim();
    if (!name || name.length > 100) throw new AppError("inputInvalid");
    if (await store.images.isNameTaken(name)) throw new AppError("nameTaken", { name });
    const { description } = wish;
    const image = { id: imageId, name, description, state: "pending", files: null, diskBytes: 0 } as const;
    await store.images.insert({ ...image, errorCode: null, errorParams: null });
    return writeOperation(store, ports.clock, by, {
      kind: "image.import",
      input: { imageId, uploadPath: wish.uploadPath },
      subject: { image: name },
      tenantId: null,
      imageId,
    });
  }).then(async ({ operationId }) => {
    const operation = await ports.store.operations.get(operationId);
    return { operationId, imageId: operation.imageId ?? imageId };
  });
};

/** Writes the wish to remove an image; servers made from it keep their own copy. Throws "imageInUse" while one is made. */
export const requestImageRemove = (
  ports: RequestPorts,
  by: Requester,
  { imageId }: { imageId: string },
): Promise<Requested> =>
  once(ports, by, "image.remove", async (store) => {
    const image = await store.images.lock(imageId);
    // The built one would be back at the next start.
    if (image.name === builtImageName) throw new AppError("imageInUse", { name: image.name });
    if (image.state === "importing" || image.state === "pending")
      throw new AppError("imageInUse", { name: image.name });
    if ((await store.images.countPendingUses(imageId)) > 0) throw new AppError("imageInUse", { name: image.name });
    await store.images.update(imageId, { state: "pending" });
    return writeOperation(store, ports.clock, by, {
      kind: "image.remove",
      input: { imageId },
      subject: { image: image.name },
      tenantId: null,
      imageId,
    });
  });

export const importImage = defineOperation({
  kind: "image.import",
  steps: () => [
    {
      key: "check",
      weight: 1,
      cancellable: true,
      run: async ({ input, ports }) => {
        await ports.store.images.update(input.imageId, { state: "importing" });
        const { format, virtualBytes } = await ports.driver.images.check(path.join(ports.dataDir, input.uploadPath));
        return { format, virtualBytes };
      },
    },
    {
      key: "convert",
      weight: 8,
      cancellable: true,
      run: async ({ input, ports, left, signal, progress }) => {
        const checked = left("check");
        const format = checked?.format === "raw" ? "raw" : "qcow2";
        const virtualBytes = Number(checked?.virtualBytes);
        const folder = path.join(ports.dataDir, folderOf(input.imageId));
        await mkdir(folder, { recursive: true });
        const from = path.join(ports.dataDir, input.uploadPath);
        const to = path.join(folder, "disk.qcow2");
        await ports.driver.images.convert(from, to, { format, virtualBytes }, { signal, progress });
        return undefined;
      },
      undo: ({ input, ports }) =>
        rm(path.join(ports.dataDir, folderOf(input.imageId)), { recursive: true, force: true }),
    },
    {
      key: "record",
      weight: 1,
      commits: true,
      run: async ({ input, ports, left }) => {
        await ports.store.images.update(input.imageId, {
          state: "ready",
          files: { diskPath: path.join(folderOf(input.imageId), "disk.qcow2"), boot: { kind: "disk" } },
          diskBytes: Number(left("check")?.virtualBytes),
        });
        return undefined;
      },
    },
    {
      key: "cleanUp",
      weight: 1,
      run: async ({ input, ports }) => {
        await rm(path.join(ports.dataDir, input.uploadPath), { force: true });
        return undefined;
      },
    },
  ],
  settle: async ({ input, ports }, { outcome, error }) => {
    await rm(path.join(ports.dataDir, input.uploadPath), { force: true });
    const image = await ports.store.images.find(input.imageId);
    if (!image || image.state === "ready") return;
    if (outcome === "cancelled") return ports.store.images.remove(image.id);
    await ports.store.images.update(image.id, { state: "failed", errorCode: error.code, errorParams: error.params });
  },
});

export const removeImage = defineOperation({
  kind: "image.remove",
  steps: () => [
    {
      key: "remove",
      weight: 1,
      commits: true,
      run: async ({ input, ports }) => {
        await rm(path.join(ports.dataDir, folderOf(input.imageId)), { recursive: true, force: true });
        if (await ports.store.images.find(input.imageId)) await ports.store.images.remove(input.imageId);
        return undefined;
      },
    },
  ],
  settle: async ({ input, ports }, { outcome, error }) => {
    const image = await ports.store.images.find(input.imageId);
    if (image?.state !== "pending") return;
    // Cancelled before the first byte went: it is what it was.
    if (outcome === "cancelled" && image.files && !image.errorCode)
      return ports.store.images.update(image.id, { state: "ready" });
    await ports.store.images.update(image.id, {
      state: "failed",
      errorCode: image.errorCode ?? error.code,
      errorParams: image.errorParams ?? error.params,
    });
  },
});
