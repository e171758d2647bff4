import { AppError } from "@/lib/errors";
import { type AgentPort, AgentRefusal, AgentSilence, openAgentPort } from "./agent-port";
import type { Host } from "./host";
import type { Machine } from "./machine-folder";

const toAgentError = (error: unknown): unknown => {
  if (error instanceof AgentSilence) return new AppError("agentUnavailable", {}, { cause: error });
  return error instanceof AgentRefusal ? new AppError("engineFailed", {}, { cause: error }) : error;
};

/**
 * Work with the guest's agent, which first must prove within `greetMs` that it is there. Throws AppError
 * "agentUnavailable" without an answer in time, "engineFailed" when the agent says no.
 */
export const withAgent = <T>(
  host: Host,
  machine: Machine,
  { greetMs }: { greetMs: number },
  work: (agent: AgentPort) => Promise<T>,
): Promise<T> =>
  host.agents(machine.id, async () => {
    try {
      const agent = await openAgentPort(machine.folder, { greetMs });
      return await work(agent).finally(() => agent.close());
    } catch (error) {
      throw toAgentError(error);
    }
  });

/** Whether the agent answers now; within a second. */
export const isAgentThere = (host: Host, machine: Machine): Promise<boolean> =>
  withAgent(host, machine, { greetMs: 900 }, (agent) => agent.execute("guest-ping", {}, 100)).then(
    () => true,
    () => false,
  );
