// @ts-check

import { setTimeout as pause } from "node:timers/promises";
import { stopGuests } from "./guests.mjs";
import { findInstance } from "./instance.mjs";
import { stopPostgres } from "./postgres.mjs";

const patience = 60_000;

/**
 * Ends what runs on a data folder: web, worker and PostgreSQL, and its guests if wanted.
 * @param {{ dataDir: string, guests: boolean, log: (line: string) => void }} options
 */
export const stopProduct = async ({ dataDir, guests, log }) => {
  const instance = await findInstance(dataDir);
  if (instance) {
    if (instance.pid > 1) process.kill(instance.pid, "SIGTERM");
    const until = Date.now() + patience;
    while (await findInstance(dataDir)) {
      if (Date.now() > until) throw new Error(`process ${instance.pid} does not stop`);
      await pause(50);
    }
    log("Web, worker and PostgreSQL have stopped.");
  } else {
    // One that was killed leaves its PostgreSQL behind.
    const hadPostgres = await stopPostgres({ dataDir });
    log(hadPostgres ? "PostgreSQL has stopped; web and worker did not run." : "Stillpoint does not run.");
  }
  if (guests) log(`${await stopGuests(dataDir)} guests have stopped.`);
};
