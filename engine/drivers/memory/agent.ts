import { AppError } from "@/lib/errors";
import type { AgentOps } from "../driver";
import type { Fake } from "./options";
import { type Content, type FakeMachine, getFake, haltFake, type World } from "./world";

type Answer = { exitCode: number; stdout: string; stderr: string };

const ok = (stdout = ""): Answer => ({ exitCode: 0, stdout, stderr: "" });

/** Where a path of the guest lies: its first disk, another one, or RAM. */
const placeOf = (machine: FakeMachine, path: string): Content => {
  const device = /^\/dev\/vd([a-z])$/.exec(path)?.[1];
  const index =
    device === undefined ? (path.startsWith("/data/") ? 0 : null) : device.charCodeAt(0) - "a".charCodeAt(0);
  return (index === null ? null : machine.disks[index]) ?? machine.ram;
};

const read = (machine: FakeMachine, path: string): string | null => {
  if (path === "/run/ram") return `${machine.ram.counter}\n`;
  if (path === "/data/counter") return `${machine.disks[0]?.counter ?? 0}\n`;
  return placeOf(machine, path).files.get(path) ?? null;
};

/** The few programs that a fake guest has. They take their arguments as they are, as all programs do. */
const runProgram = (
  world: World,
  machine: FakeMachine,
  [program, ...args]: readonly string[],
  stdin: string,
): Answer => {
  switch (program) {
    case "/bin/cat": {
      const [path] = args;
      if (path === undefined) return ok(stdin);
      const text = read(machine, path);
      return text === null
        ? { exitCode: 1, stdout: "", stderr: `cat: ${path}: No such file or directory\n` }
        : ok(text);
    }
    case "/bin/head": {
      const [, count, path = ""] = args;
      return ok((read(machine, path) ?? "").slice(0, Number(count)));
    }
    case "/bin/tee": {
      const [path = ""] = args;
      placeOf(machine, path).files.set(path, stdin);
      return ok(stdin);
    }
    case "/bin/echo":
      return ok(`${args.join(" ")}\n`);
    case "/bin/sync":
      return ok();
    case "/bin/poweroff":
      haltFake(world, machine);
      throw new AppError("agentUnavailable");
    default:
      throw new AppError("engineFailed", {}, { cause: new Error(`no program ${program}`) });
  }
};

export const createAgentOps = ({ world, reach }: Fake): AgentOps => ({
  run: async (serverId, command, { stdin = "" }) => {
    const machine = getFake(world, serverId);
    await reach("agent.run", { serverId });
    if (machine.power !== "running" || !machine.hasAgent) throw new AppError("agentUnavailable");
    return runProgram(world, machine, command, stdin);
  },
});
