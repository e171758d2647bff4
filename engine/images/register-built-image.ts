import { readFile } from "node:fs/promises";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Image } from "../model/image";
import type { Store, WorkerPorts } from "../ports";

/** The image that comes with the product, by name: a small Linux built from the distribution's packages. */
export const builtImageName = "Stillpoint Linux";

const folder = "guest";
const description = z.object({ commandLine: z.string(), kernelVersion: z.string() });

/** Makes the built image known once its files are there; returns its id, null while they are not. */
export const registerBuiltImage = async (ports: WorkerPorts): Promise<string | null> => {
  const text = await readFile(path.join(ports.dataDir, folder, "image.json"), "utf8").catch(() => null);
  if (text === null) return null;
  const { commandLine, kernelVersion } = description.parse(JSON.parse(text));
  const diskPath = path.join(folder, "disk.qcow2");
  const { virtualBytes } = await ports.driver.images.check(path.join(ports.dataDir, diskPath));
  const built = {
    description: `Linux ${kernelVersion}`,
    state: "ready" as const,
    diskBytes: virtualBytes,
    files: {
      diskPath,
      boot: {
        kind: "direct" as const,
        kernelPath: path.join(folder, "vmlinuz"),
        initrdPath: path.join(folder, "initrd.lz4"),
        commandLine,
      },
    },
  };
  try {
    return await ports.store.transaction((store) => writeBuiltImage(store, built));
  } catch (error) {
    // Another worker that started in the same moment was first.
    if (!(error instanceof AppError) || error.code !== "nameTaken") throw error;
    return ports.store.transaction((store) => writeBuiltImage(store, built));
  }
};

type Built = Pick<Image, "description" | "state" | "diskBytes" | "files">;

const writeBuiltImage = async (store: Store, built: Built): Promise<string> => {
  const known = await store.images.findByName(builtImageName);
  if (!known) {
    const id = newId();
    await store.images.insert({ id, name: builtImageName, ...built, errorCode: null, errorParams: null });
    return id;
  }
  const { description, state, diskBytes, files } = known;
  if (!isDeepStrictEqual({ description, state, diskBytes, files }, built)) await store.images.update(known.id, built);
  return known.id;
};
