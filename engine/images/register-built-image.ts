import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { newId } from "@/lib/ids";
import type { WorkerPorts } from "../ports";

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
  return ports.store.transaction(async (store) => {
    const known = await store.images.findByName(builtImageName);
    if (known) {
      if (known.description !== built.description || known.state !== "ready")
        await store.images.update(known.id, built);
      return known.id;
    }
    const id = newId();
    await store.images.insert({ id, name: builtImageName, ...built, errorCode: null, errorParams: null });
    return id;
  });
};
