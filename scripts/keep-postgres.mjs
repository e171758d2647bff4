// @ts-check
import { findPostgres, startPostgres, stopPostgres } from "./postgres.mjs";

const interval = 1000;

/**
 * Starts the embedded PostgreSQL and starts it again whenever it falls.
 * @param {{ dataDir: string, log: (line: string) => void, onLine: (line: string) => void }} options
 */
export const keepPostgres = async ({ dataDir, log, onLine }) => {
  const { url, adopted } = await startPostgres({ dataDir, log: onLine });
  let isWatching = true;
  /** @type {NodeJS.Timeout} */
  let timer;
  const watch = async () => {
    if (!findPostgres({ dataDir })) {
      log("PostgreSQL has ended; starting it again");
      try {
        await startPostgres({ dataDir, port: Number(new URL(url).port) });
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
      }
    }
    if (isWatching) timer = setTimeout(watch, interval);
  };
  timer = setTimeout(watch, interval);
  return {
    url,
    adopted,
    stop: async () => {
      isWatching = false;
      clearTimeout(timer);
      await stopPostgres({ dataDir });
    },
  };
};
