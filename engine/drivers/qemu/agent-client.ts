import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Host } from "./host";
import { readJsonLines } from "./json-lines";
import type { Machine } from "./machine-folder";
import { connectUnix } from "./unix-socket";

/** What a guest may send in one answer; its agent keeps at most 16 MiB of a program's output. */
const maxAnswerBytes = 64 * 2 ** 20;

const answerSchema = z.object({ return: z.unknown().optional(), error: z.object({ desc: z.string() }).optional() });

export type AgentClient = {
  /** Throws AppError "agentUnavailable" without an answer in time, "engineFailed" when the agent says no. */
  execute(command: string, args: object, timeoutMs: number): Promise<unknown>;
  /** Sends without waiting: a shutdown is not answered. */
  send(command: string, args: object): void;
};

const unavailable = (cause: unknown): AppError => new AppError("agentUnavailable", {}, { cause });

/**
 * Work with the guest's agent. First it must prove that it is there and reads what we send now: a command that lay in
 * the port while no agent ran would be carried out whenever one starts. Throws AppError "agentUnavailable".
 */
export const withAgent = <T>(
  host: Host,
  machine: Machine,
  { greetMs }: { greetMs: number },
  work: (agent: AgentClient) => Promise<T>,
): Promise<T> =>
  host.agents(machine.id, async () => {
    const begun = performance.now();
    const socket = await connectUnix(machine.folder, "run/agent.sock", { timeoutMs: greetMs }).catch(
      (error: unknown) => {
        throw unavailable(error);
      },
    );
    const answers: unknown[] = [];
    let wake: () => void = () => undefined;
    let broken: Error | null = null;
    const end = (error: Error) => {
      broken ??= error;
      wake();
    };
    socket.on("error", end);
    socket.on("close", () => end(new Error("the agent's port closed")));
    readJsonLines(socket, maxAnswerBytes, (value) => {
      answers.push(value);
      wake();
    });
    const nextAnswer = async (timeoutMs: number): Promise<unknown> => {
      const limit = performance.now() + timeoutMs;
      while (answers.length === 0) {
        const rest = limit - performance.now();
        if (broken || rest <= 0) throw unavailable(broken ?? new Error("no answer in time"));
        const timer = new AbortController();
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await Promise.race([woken, sleep(rest, undefined, { signal: timer.signal }).catch(() => undefined)]);
        timer.abort();
      }
      return answers.shift();
    };
    const send = (command: string, args: object) => {
      socket.write(`${JSON.stringify({ execute: command, arguments: args })}\n`);
    };
    try {
      const id = randomInt(1, 2 ** 47);
      // 0xFF makes the agent forget half a command that someone before us may have left.
      socket.write(Buffer.from([0xff]));
      send("guest-sync", { id });
      for (;;) {
        const answer = answerSchema.safeParse(await nextAnswer(Math.max(1, begun + greetMs - performance.now())));
        if (answer.success && answer.data.return === id) break;
      }
      return await work({
        send,
        execute: async (command, args, timeoutMs) => {
          send(command, args);
          const answer = answerSchema.parse(await nextAnswer(timeoutMs));
          if (answer.error)
            throw new AppError("engineFailed", {}, { cause: new Error(`${command}: ${answer.error.desc}`) });
          return answer.return;
        },
      });
    } finally {
      socket.destroy();
    }
  });

/** Whether the agent answers now; within a second. */
export const isAgentThere = (host: Host, machine: Machine): Promise<boolean> =>
  withAgent(host, machine, { greetMs: 900 }, (agent) => agent.execute("guest-ping", {}, 100)).then(
    () => true,
    () => false,
  );
