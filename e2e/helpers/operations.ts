import type { Locator } from "@playwright/test";
import { query } from "./database";
import { findProcess, isAlive, kill } from "./processes";
import { expect, type Seat, type Stack } from "./test";

/** Opens what runs and what ended lately. */
export const openOperations = async ({ page, t }: Seat): Promise<Locator> => {
  const idle = t("operations:button.idle");
  const counted = [t("operations:button.running", { count: 1 }), t("operations:button.running", { count: 2 })];
  const names = [idle, ...counted].map((name) => name.replaceAll(".", "\\."));
  await page
    .getByRole("button", { name: new RegExp(`(${names.join("|")})`) })
    .first()
    .click();
  const drawer = page.getByRole("dialog", { name: t("operations:drawer.title") });
  await expect(drawer).toBeVisible();
  return drawer;
};

/** Waits until an operation of this kind on the server is under way and has looked whether it can be done. */
export const waitUntilUnderWay = async (stack: Stack, serverId: string, kind: string): Promise<string> => {
  let id = "";
  const step = async () => {
    const [row] = await query<{ id: string; step: string | null }>(
      stack,
      "select id, step from operations where server_id = $1 and kind = $2 and state = 'running'",
      [serverId, kind],
    );
    id = row?.id ?? "";
    return row?.step ?? "check";
  };
  await expect.poll(step, { intervals: [20], message: `${kind} is under way`, timeout: 30_000 }).not.toBe("check");
  return id;
};

const workerOf = (stack: Stack): number => {
  const worker = findProcess(stack.dataDir, "dist/worker.mjs");
  if (!worker) throw new Error("no worker runs");
  return worker.pid;
};

/** Ends the worker as a power cut would. It is started again by itself. */
export const killWorker = async (stack: Stack): Promise<void> => {
  const pid = workerOf(stack);
  kill(pid, "SIGKILL");
  await expect.poll(() => isAlive(pid)).toBe(false);
};

/** Does something while the worker stands still, so that what it had begun is surely under way. */
export const whileWorkerRests = async <T>(stack: Stack, act: () => Promise<T>): Promise<T> => {
  const pid = workerOf(stack);
  kill(pid, "SIGSTOP");
  try {
    return await act();
  } finally {
    kill(pid, "SIGCONT");
  }
};

export const attemptsOf = async (stack: Stack, operationId: string): Promise<number> => {
  const [row] = await query<{ attempts: number }>(stack, "select attempts from operations where id = $1", [
    operationId,
  ]);
  return row?.attempts ?? 0;
};
