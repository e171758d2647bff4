import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { readJsonLines } from "./json-lines.ts";
import { connectUnix } from "./unix-socket.ts";

/** What a guest may send in one answer; its agent keeps at most 16 MiB of a program's output. */
const maxAnswerBytes = 64 * 2 ** 20;

/** The agent answered, and said no. */
export class AgentRefusal extends Error {
  override readonly name = "AgentRefusal";
}
/** The agent did not answer: nothing is known. */
export class AgentSilence extends Error {
  override readonly name = "AgentSilence";
}

export type AgentPort = {
  /** Throws AgentSilence without an answer in time, AgentRefusal when the agent says no. */
  execute(command: string, args: object, timeoutMs: number): Promise<unknown>;
  /** Sends without waiting: a shutdown is not answered. */
  send(command: string, args: object): void;
  close(): void;
};

const silence = (cause: unknown): AgentSilence => new AgentSilence("the guest's agent is silent", { cause });

const refusalOf = (answer: object): string | null => {
  if (!("error" in answer)) return null;
  const { error } = answer;
  return typeof error === "object" && error !== null && "desc" in error ? String(error.desc) : "no reason given";
};

/**
 * The guest's agent, once it has proven that it is there and reads what we send now: a command that lay in the port while
 * no agent ran would be carried out whenever one starts. The port serves one at a time, others wait. Throws AgentSilence.
 */
export const openAgentPort = async (folder: string, { greetMs }: { greetMs: number }): Promise<AgentPort> => {
  const begun = performance.now();
  const socket = await connectUnix(folder, "run/agent.sock", { timeoutMs: greetMs }).catch((error: unknown) => {
    throw silence(error);
  });
  const answers: object[] = [];
  let wake: () => void = () => undefined;
  let broken: Error | null = null;
  const end = (error: Error) => {
    broken ??= error;
    wake();
  };
  socket.on("error", end);
  socket.on("close", () => end(new Error("the agent's port closed")));
  readJsonLines(socket, maxAnswerBytes, (value) => {
    if (typeof value !== "object" || value === null) return;
    answers.push(value);
    wake();
  });
  const nextAnswer = async (timeoutMs: number): Promise<object> => {
    const limit = performance.now() + timeoutMs;
    for (;;) {
      const answer = answers.shift();
      if (answer) return answer;
      const rest = limit - performance.now();
      if (broken || rest <= 0) throw silence(broken ?? new Error("no answer in time"));
      const timer = new AbortController();
      const woken = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([woken, sleep(rest, undefined, { signal: timer.signal }).catch(() => undefined)]);
      timer.abort();
    }
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
      const answer = await nextAnswer(Math.max(1, begun + greetMs - performance.now()));
      if ("return" in answer && answer.return === id) break;
    }
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return {
    send,
    execute: async (command, args, timeoutMs) => {
      send(command, args);
      const answer = await nextAnswer(timeoutMs);
      const refusal = refusalOf(answer);
      if (refusal !== null) throw new AgentRefusal(`${command}: ${refusal}`);
      return "return" in answer ? answer.return : undefined;
    },
    close: () => socket.destroy(),
  };
};
