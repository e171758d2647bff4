import { connect } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "@playwright/test";
import type { Stack } from "./stack";

export type Counters = { ram: number; disk: number };

/** What the guest's own page says, over its loopback port. */
export const readCounters = async (webPort: number): Promise<Counters> => {
  const answer = await fetch(`http://127.0.0.1:${webPort}/cgi-bin/state`, { signal: AbortSignal.timeout(5_000) });
  return await answer.json();
};

/** Waits until the guest's page answers. */
export const waitForGuest = async (webPort: number): Promise<Counters> => {
  let counters: Counters = { ram: -1, disk: -1 };
  const read = async () => {
    counters = await readCounters(webPort).catch(() => counters);
    return counters.disk;
  };
  await expect.poll(read, { message: "the guest answers", timeout: 60_000 }).toBeGreaterThan(-1);
  return counters;
};

/** Waits until both counters have gone on by this much. They count about twice a second. */
export const waitForCount = async (webPort: number, from: Counters, by = 2): Promise<Counters> => {
  let now = from;
  const count = async () => {
    now = await readCounters(webPort).catch(() => now);
    return Math.min(now.ram - from.ram, now.disk - from.disk);
  };
  await expect.poll(count, { message: "the guest counts on", timeout: 40_000 }).toBeGreaterThanOrEqual(by);
  return now;
};

type Answer = { return?: unknown; error?: { desc: string } };

/** One exchange with the guest's agent. The worker talks to it too, and its port serves one at a time: then we wait. */
const talk = (socketPath: string, requests: readonly object[]): Promise<Answer[]> =>
  new Promise((resolve, reject) => {
    const answers: Answer[] = [];
    let rest = "";
    const socket = connect(socketPath);
    const timer = setTimeout(() => socket.destroy(new Error("the agent did not answer")), 5_000);
    const end = (error?: Error) => {
      clearTimeout(timer);
      socket.destroy();
      if (error) reject(error);
      else resolve(answers);
    };
    socket.on("error", end);
    socket.on("close", () => end(new Error("the agent's port closed")));
    socket.on("connect", () => socket.write(requests.map((request) => `${JSON.stringify(request)}\n`).join("")));
    socket.on("data", (chunk) => {
      const lines = (rest + chunk.toString("latin1")).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) if (line.startsWith("{")) answers.push(JSON.parse(line));
      if (answers.length >= requests.length) end();
    });
  });

const getValue = <T>(answer: Answer | undefined, isWanted: (value: unknown) => value is T): T => {
  if (!answer || answer.error) throw new Error(answer?.error?.desc ?? "the agent gave no answer");
  if (!isWanted(answer.return)) throw new Error(`unexpected answer of the agent: ${JSON.stringify(answer)}`);
  return answer.return;
};

type Started = { pid: number };
type Status = { exited: boolean; exitcode?: number; "out-data"?: string };
const isStarted = (value: unknown): value is Started => typeof value === "object" && value !== null && "pid" in value;
const isStatus = (value: unknown): value is Status => typeof value === "object" && value !== null && "exited" in value;

const runOnce = async (socketPath: string, script: string): Promise<string> => {
  const sync = { execute: "guest-sync", arguments: { id: Date.now() % 1e9 } };
  const program = { path: "/bin/sh", arg: ["-c", script], "capture-output": true };
  const [, started] = await talk(socketPath, [sync, { execute: "guest-exec", arguments: program }]);
  const { pid } = getValue(started, isStarted);
  for (;;) {
    const [, answer] = await talk(socketPath, [sync, { execute: "guest-exec-status", arguments: { pid } }]);
    const status = getValue(answer, isStatus);
    if (status.exited) {
      if (status.exitcode !== 0) throw new Error(`"${script}" ended with ${status.exitcode} in the guest`);
      return Buffer.from(status["out-data"] ?? "", "base64").toString();
    }
    await pause(50);
  }
};

/** Runs a line of shell in the guest through its agent and returns what it printed. The line may run twice. */
export const runInGuest = async ({ dataDir }: Stack, serverId: string, script: string): Promise<string> => {
  const socketPath = path.join(dataDir, "machines", serverId, "run/agent.sock");
  for (let tries = 1; ; tries += 1) {
    try {
      return await runOnce(socketPath, script);
    } catch (error) {
      if (tries === 10) throw error;
      await pause(300);
    }
  }
};
