import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Driver, ImageFiles, ServerSpec } from "@/engine/drivers/driver";
import { createQemuDriver } from "@/engine/drivers/qemu";
import { newId } from "@/lib/ids";
import { buildGuestImage } from "@/scripts/guest-image.mjs";
import { findDataFolder, makeDataFolder, root } from "@/scripts/paths.mjs";

const mebibyte = 2 ** 20;

/** Random data is slow to make for an emulated processor. */
const giveUpMs = 900_000;

export const waitUntil = async (isTrue: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + giveUpMs;
  while (!(await isTrue().catch(() => false))) {
    if (performance.now() > end) throw new Error("the guest did not come in time");
    await sleep(20);
  }
};

export const exists = async (driver: Driver, server: string, file: string): Promise<boolean> =>
  (await driver.agent.run(server, ["/bin/cat", file], { timeoutMs: 5000 })).exitCode === 0;

/** `memory` in MiB. */
export const makeSpec = (memory: number): ServerSpec => ({
  id: newId(),
  name: "bench",
  vcpus: 1,
  memoryBytes: memory * mebibyte,
  disks: [
    { id: newId(), sizeBytes: 2 ** 30 },
    { id: newId(), sizeBytes: 2 ** 30 },
  ],
  nics: [{ id: newId(), mac: "52:54:00:00:00:01" }],
});

/** A place of its own for machines that are made to be measured, with the product's guest. */
export const setBenchHost = async () => {
  const guest = path.join(makeDataFolder(findDataFolder()), "guest");
  const { commandLine } = await buildGuestImage({ target: guest });
  const probeImage = { kernelPath: path.join(guest, "vmlinuz"), initrdPath: path.join(guest, "initrd.lz4") };
  const dataDir = mkdtempSync(path.join(tmpdir(), "stillpoint-bench-"));
  const options = { dataDir, memoryWriter: path.join(root, "engine/drivers/qemu/memory-writer.ts"), probeImage };
  const driver = createQemuDriver(options);
  return {
    dataDir,
    driver,
    options,
    /** `more` goes onto the kernel's command line. */
    makeImage: (more = ""): ImageFiles => ({
      diskPath: path.join(guest, "disk.qcow2"),
      boot: { kind: "direct", ...probeImage, commandLine: `${commandLine}${more}` },
    }),
    clear: async (): Promise<void> => {
      for (const id of await driver.servers.list()) await driver.servers.remove(id);
      await driver.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
