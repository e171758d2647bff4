import { vi } from "vitest";
import type { CrashStage } from "../engine/crash-stage";

/** Time for a guest to boot on a busy host, ms. */
const patienceMs = 90_000;

/** What a trial says to its guest, and reads in it, through the guest's agent. */
export const createGuest = (stage: CrashStage, serverId: string) => {
  let count = 0;

  const agent = (command: readonly [string, ...string[]], stdin?: string) =>
    stage.driver.agent.run(serverId, command, { timeoutMs: 20_000, ...(stdin !== undefined && { stdin }) });

  const waitForAgent = () =>
    vi.waitUntil(
      async () => (await stage.driver.servers.facts(serverId, { askAgent: true }).catch(() => null))?.agent === true,
      { timeout: patienceMs, interval: 100 },
    );

  const write = async (file: string, text: string): Promise<void> => {
    const { exitCode } = await agent(["/bin/tee", file], text);
    if (exitCode !== 0) throw new Error(`the guest could not write ${file}`);
  };

  const read = async (file: string): Promise<string> => (await agent(["/bin/cat", file])).stdout;

  const isRunning = async () => (await stage.driver.servers.facts(serverId)).state === "running";

  /** A mark of this very moment on the disk and in RAM; null while it is stopped. */
  const mark = async (): Promise<string | null> => {
    if (!(await isRunning())) return null;
    await waitForAgent();
    count += 1;
    const text = `mark ${count}`;
    await write("/data/mark", text);
    await write("/run/mark", text);
    await agent(["/bin/sync"]);
    return text;
  };

  return { isRunning, mark, read, waitForAgent };
};
