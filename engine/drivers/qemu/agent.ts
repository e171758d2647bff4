import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { AgentOps } from "../driver";
import { withAgent } from "./agent-client";
import type { Host } from "./host";
import { getMachine } from "./machine-folder";
import { findProcess } from "./process";

const startedSchema = z.object({ pid: z.number() });
const statusSchema = z.object({
  exited: z.boolean(),
  exitcode: z.number().optional(),
  signal: z.number().optional(),
  "out-data": z.string().optional(),
  "err-data": z.string().optional(),
});

const decode = (text: string | undefined): string => Buffer.from(text ?? "", "base64").toString("utf8");

const firstPauseMs = 10;
const longestPauseMs = 250;

export const createAgentOps = (host: Host): AgentOps => ({
  run: async (serverId, [path, ...args], { timeoutMs, stdin }) => {
    const machine = await getMachine(host, serverId);
    if (!(await findProcess(host, serverId))) throw new AppError("agentUnavailable");
    const end = performance.now() + timeoutMs;
    const left = () => Math.max(1, end - performance.now());
    return await withAgent(host, machine, { greetMs: Math.min(timeoutMs, 5000) }, async (agent) => {
      const input = stdin === undefined ? {} : { "input-data": Buffer.from(stdin).toString("base64") };
      const request = { path, arg: args, "capture-output": true, ...input };
      const { pid } = startedSchema.parse(await agent.execute("guest-exec", request, left()));
      for (let pause = firstPauseMs; ; pause = Math.min(longestPauseMs, pause * 1.5)) {
        const status = statusSchema.parse(await agent.execute("guest-exec-status", { pid }, left()));
        if (status.exited) {
          return {
            // As a shell does: a program ended by signal n has code 128 + n.
            exitCode: status.exitcode ?? 128 + (status.signal ?? 0),
            stdout: decode(status["out-data"]),
            stderr: decode(status["err-data"]),
          };
        }
        if (performance.now() > end)
          throw new AppError("agentUnavailable", {}, { cause: new Error("program still runs") });
        await sleep(pause);
      }
    });
  },
});
