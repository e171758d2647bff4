import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { childEnvironment } from "./command";
import type { Host } from "./host";
import { findFile, type Machine } from "./machine-folder";
import { removeMemory } from "./snapshot-records";

const markerSchema = z.union([
  z.object({ ok: z.literal(true), bytes: z.number(), sha256: z.string() }),
  z.object({ ok: z.literal(false), code: z.string() }),
]);

export type Writer = {
  /** Where QEMU connects to, relative to the machine's folder. */
  socket: string;
  /** What was kept, once the stream has ended. Throws with the writer's reason when it was not. */
  finish(): Promise<{ bytes: number; sha256: string }>;
};

const startTimeoutMs = 10_000;

/** Starts the process that keeps a snapshot's RAM; see memory-writer.ts for why it is one. */
export const startWriter = async (host: Host, machine: Machine, snapshotId: string): Promise<Writer> => {
  await removeMemory(machine, snapshotId);
  const child = spawn("prlimit", ["--core=0", process.execPath, host.memoryWriter, snapshotId], {
    cwd: machine.folder,
    env: childEnvironment(),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let hasEnded = false;
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-2000);
  });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error("the writer of RAM does not listen in time"));
    }, startTimeoutMs);
    const done = (act: () => void) => {
      clearTimeout(timer);
      act();
    };
    child.stdout.once("data", () => done(resolve));
    child.once("error", (error) => done(() => reject(error)));
    child.once("exit", () => {
      hasEnded = true;
      done(() => reject(new Error(`the writer of RAM ended: ${errors.trim()}`)));
    });
  });
  child.unref();
  child.stdout.destroy();

  const marker = path.join(machine.folder, "ram", `${snapshotId}.json`);
  return {
    socket: `ram/${snapshotId}.sock`,
    finish: async () => {
      for (;;) {
        const wasOver = hasEnded;
        const text = await findFile(marker);
        if (text !== null) {
          const result = markerSchema.parse(JSON.parse(text));
          child.stderr.destroy();
          if (result.ok) return { bytes: result.bytes, sha256: result.sha256 };
          throw new Error(`RAM could not be kept: ${result.code}`);
        }
        if (wasOver) throw new Error(`the writer of RAM left nothing: ${errors.trim()}`);
        await sleep(10);
      }
    },
  };
};
