import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const retryable = new Set(["EAGAIN", "ECONNREFUSED", "ENOENT"]);

const tryConnect = async (folder: string, name: string): Promise<Socket> => {
  // A socket's path may have 107 bytes. Through an open folder it is short however deep the folder lies.
  const directory = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return await new Promise((resolve, reject) => {
      const socket = connect(`/proc/self/fd/${directory.fd}/${name}`);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(socket);
      });
      socket.once("error", reject);
    });
  } finally {
    await directory.close();
  }
};

/** Connects to a socket in a machine's folder, waiting for its listener until the time is over or `isHopeless`. */
export const connectUnix = async (
  folder: string,
  name: string,
  { timeoutMs, isHopeless = () => false }: { timeoutMs: number; isHopeless?: () => boolean },
): Promise<Socket> => {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await tryConnect(folder, name);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (!retryable.has(code) || isHopeless() || performance.now() > end) throw error;
      await sleep(5);
    }
  }
};
