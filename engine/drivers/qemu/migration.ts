import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { QmpClient } from "./qmp-client";

const migrationSchema = z.object({
  status: z.string().optional(),
  ram: z.object({ transferred: z.number(), total: z.number(), remaining: z.number() }).optional(),
  "error-desc": z.string().optional(),
});

export type MigrationState = { status: string; percent: number; error: string };

const readMigration = async (client: QmpClient): Promise<MigrationState> => {
  const state = migrationSchema.parse(await client.execute("query-migrate"));
  const { ram } = state;
  return {
    status: state.status ?? "none",
    percent: ram && ram.total > 0 ? Math.min(99, Math.floor(100 * (1 - ram.remaining / ram.total))) : 0,
    error: state["error-desc"] ?? "",
  };
};

const ended = new Set(["none", "completed", "failed", "cancelled"]);

/** Waits until RAM is no longer sent; it is never broken off, since that can lock QEMU up for ever. */
export const waitForMigration = async (
  client: QmpClient,
  { progress, longestPauseMs = 200 }: { progress?: (percent: number) => void; longestPauseMs?: number } = {},
): Promise<MigrationState> => {
  for (let pause = 5; ; pause = Math.min(longestPauseMs, pause * 2)) {
    const state = await readMigration(client);
    if (ended.has(state.status)) return state;
    progress?.(state.percent);
    await sleep(pause);
  }
};

/**
 * Whether the stream of a background snapshot broke off and left the guest's pages protected: whoever let the guest
 * change them is gone, so it stands still for ever at its next write, while QEMU calls it running. Seen with QEMU 7.2,
 * whose own check for a further snapshot then finds the pages taken.
 */
export const isLeftProtected = async (client: QmpClient): Promise<boolean> => {
  if ((await readMigration(client)).status !== "failed") return false;
  try {
    const capabilities = [{ capability: "background-snapshot", state: true }];
    await client.execute("migrate-set-capabilities", { capabilities });
    return false;
  } catch (error) {
    if (error instanceof Error && error.message.includes("not compatible with guest memory")) return true;
    throw error;
  }
};

/** Bytes a second; QEMU's own limit is made for networks between hosts. */
const noLimit = 100 * 2 ** 30;

export const prepareMigration = async (client: QmpClient, isBackground: boolean): Promise<void> => {
  const capabilities = [{ capability: "background-snapshot", state: isBackground }];
  await client.execute("migrate-set-capabilities", { capabilities });
  await client.execute("migrate-set-parameters", { "max-bandwidth": noLimit });
};
