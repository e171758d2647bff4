import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { PowerState } from "../driver";
import type { QmpClient } from "./qmp-client";

const statusSchema = z.object({ status: z.string() });

/** QEMU's own word for what the machine does (RunState in qapi/run-state.json). */
export const readRunState = async (client: QmpClient, timeoutMs?: number): Promise<string> => {
  const options = timeoutMs === undefined ? {} : { timeoutMs };
  return statusSchema.parse(await client.execute("query-status", {}, options)).status;
};

/** All but "running" stand still, and live: `paused`, `io-error` (the host had no room), `inmigrate`, `save-vm`… */
export const toPowerState = (runState: string): PowerState => (runState === "running" ? "running" : "paused");

/** Makes the processor run, whatever held it. Tries for a while: right after a failed job QEMU may still be busy. */
export const continueMachine = async (client: QmpClient): Promise<void> => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    if ((await readRunState(client)) === "running") return;
    try {
      await client.execute("cont");
    } catch (error) {
      if (attempt >= 49) throw error;
    }
    if ((await readRunState(client)) === "running") return;
    await sleep(100);
  }
  throw new Error(`the machine does not go on: ${await readRunState(client)}`);
};
