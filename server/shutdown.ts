import "server-only";
import { disconnect } from "./db/transaction";
import { events } from "./events";
import { log } from "./log";

/** Open streams would keep the web server from ending, so they are closed when it is told to. */
export const closeStreamsOnTerm = (): void => {
  process.once("SIGTERM", () => {
    Promise.all([events().close(), disconnect()]).catch((error: unknown) => log.warn({ err: error }, "shutdown"));
  });
};
