import { createServer, type Server } from "node:net";
import type { MachineLocks } from "@/engine";

const listen = (name: string): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => ("code" in error && error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    // A name that begins with a zero byte is no file: it is free again in the moment its process ends, however it ends.
    server.listen(`\0stillpoint-machine-${name}`, () => {
      server.unref();
      resolve(server);
    });
  });

/** Machines are held by names in the kernel, so that no lock has to be judged stale. */
export const createMachineLocks = (): MachineLocks => ({
  take: async (id) => {
    const server = await listen(id);
    return server && { release: () => new Promise((resolve) => server.close(() => resolve())) };
  },
});
