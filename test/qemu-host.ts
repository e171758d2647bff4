import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { Driver, ImageFiles } from "@/engine/drivers/driver";
import type { QemuDriverOptions } from "@/engine/drivers/qemu/options";
import { buildGuestImage } from "../scripts/guest-image.mjs";
import { findDataFolder, makeDataFolder, root } from "../scripts/paths.mjs";

/** A place for machines of the QEMU driver, with the product's guest: what tests of the driver itself stand on. */
export const setQemuHost = async () => {
  const guestFolder = path.join(makeDataFolder(findDataFolder()), "guest");
  const { commandLine } = await buildGuestImage({ target: guestFolder });
  const kernel = {
    kernelPath: path.join(guestFolder, "vmlinuz"),
    initrdPath: path.join(guestFolder, "initrd.lz4"),
  };
  const image: ImageFiles = {
    diskPath: path.join(guestFolder, "disk.qcow2"),
    boot: { kind: "direct", ...kernel, commandLine },
  };
  /** Closed to other users, and deeper than a socket's path may be long: neither may matter. */
  const top = mkdtempSync(path.join(os.tmpdir(), "stillpoint-qemu-"));
  const dataDir = path.join(top, "a-rather-long-name-of-a-folder".repeat(4), "and-another-one-below-it".repeat(4));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const memoryWriter = path.join(root, "engine/drivers/qemu/memory-writer.ts");
  const makeOptions = (more: Partial<QemuDriverOptions> = {}): QemuDriverOptions => ({
    dataDir,
    memoryWriter,
    probeImage: kernel,
    ...more,
  });

  let bundling: Promise<string> | null = null;
  /** The driver as one file, for processes of their own. */
  const bundleDriver = async (): Promise<string> => {
    await build({
      configFile: false,
      logLevel: "error",
      resolve: { alias: [{ find: /^@\//, replacement: `${root}/` }] },
      ssr: { noExternal: true },
      build: {
        ssr: fileURLToPath(new URL("../engine/drivers/qemu/index.ts", import.meta.url)),
        outDir: path.join(top, "bundle"),
        rollupOptions: { output: { entryFileNames: "driver.mjs" } },
      },
    });
    return path.join(top, "bundle/driver.mjs");
  };

  /**
   * Makes a call of the driver in a process of its own, which prints "begun" and "done", and what `log` prints. `log` is
   * the code of the driver's log, `(event, fields) => …`.
   */
  const startCall = async (call: string, { log = "() => {}", options = makeOptions() } = {}) => {
    bundling ??= bundleDriver();
    const code = `
      import { writeSync } from "node:fs";
      import { createQemuDriver } from ${JSON.stringify(await bundling)};
      const driver = createQemuDriver({ ...${JSON.stringify(options)}, log: ${log} });
      await driver.capabilities();
      console.log("begun");
      await driver.${call}.then(() => console.log("done"), (error) => console.log(error.code));
    `;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let heard = "";
    const listeners = new Set<() => void>();
    const ended = new Promise<string>((resolve) => child.on("close", () => resolve(heard)));
    child.stdout.on("data", (chunk: Buffer) => {
      heard += chunk.toString();
      for (const listener of listeners) listener();
    });
    return {
      /** All that it printed, once it has ended. */
      ended,
      kill: (signal: NodeJS.Signals) => child.kill(signal),
      /** Waits until it has printed this, or ended. */
      hear: (word: string): Promise<unknown> => {
        const heardIt = new Promise<void>((resolve) => {
          const look = () => {
            if (heard.includes(word)) resolve();
          };
          listeners.add(look);
          look();
        });
        return Promise.race([ended, heardIt]);
      },
    };
  };

  return {
    dataDir,
    image,
    makeOptions,
    startCall,
    top,
    /** Makes a call in a process of its own and kills that after a while; returns whether the call had come to its end. */
    callAndKill: async (call: string, afterMs: number): Promise<boolean> => {
      const { ended, hear, kill } = await startCall(call);
      await hear("begun");
      await Promise.race([ended, sleep(afterMs)]);
      kill("SIGKILL");
      return (await ended).includes("done");
    },
    removeMachines: async (driver: Driver): Promise<void> => {
      for (const id of await driver.servers.list()) await driver.servers.remove(id);
      await driver.close();
    },
    clear: () => rmSync(top, { recursive: true, force: true }),
  };
};
