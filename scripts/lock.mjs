// @ts-check
import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/**
 * The whole of `sun_path`: what is shorter Node 20 fills up with zeros and later ones do not, so they would hold
 * different locks.
 */
const addressLength = 108;

/**
 * Takes the name for this process, or returns null if another has it. An abstract socket is free again in the same
 * moment as its process ends, however it ends; a lock file would have to be judged stale.
 * @param {string} name
 * @returns {Promise<{ release(): void } | null>}
 */
export const tryLock = (name) =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => ("code" in error && error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    const address = `\0stillpoint-${createHash("sha256").update(name).digest("hex")}-`;
    server.listen(address.padEnd(addressLength, "-"), () => {
      server.unref();
      resolve({ release: () => void server.close() });
    });
  });

/**
 * Runs `work` while no other process runs work of the same name; waits for it.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {number} [timeoutMs]
 */
export const withLock = async (name, work, timeoutMs = 120_000) => {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const lock = await tryLock(name);
    if (lock) {
      try {
        return await work();
      } finally {
        lock.release();
      }
    }
    if (Date.now() > until) throw new Error(`another process has worked on ${name} for ${timeoutMs / 1000} s`);
    await pause(50);
  }
};
