import { spawn } from "node:child_process";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { childEnvironment } from "./command";
import type { Host } from "./host";
import { readJsonLines } from "./json-lines";
import type { Machine } from "./machine-folder";

/** Times in ms; `askedAt` by the clock of `monotonicMs`. */
const saidSchema = z.discriminatedUnion("event", [
  z.object({ event: z.literal("ready") }),
  z.object({ event: z.literal("notReady"), isSilent: z.boolean(), reason: z.string() }),
  z.object({ event: z.literal("frozen"), count: z.number() }),
  z.object({ event: z.literal("notFrozen"), reason: z.string() }),
  z.object({ event: z.literal("thawed"), count: z.number(), askedAt: z.number(), frozenMs: z.number() }),
  z.object({ event: z.literal("notThawed"), reason: z.string() }),
]);
type Said = z.infer<typeof saidSchema>;
type Event = Said["event"];
type SaidOf<E extends Event> = Extract<Said, { event: E }>;

/** How long file systems were frozen, ms; when letting them go began; and how many that let go. */
export type Thaw = Omit<SaidOf<"thawed">, "event">;

export type Freezer = {
  /** Brings the guest's file systems to rest. Throws AppError "quiesceFailed"; they are let go then. */
  freeze(): Promise<void>;
  /** Lets them go, frozen or not; always to be called. Throws AppError "thawUnconfirmed", "quiesceFailed". */
  thaw(): Promise<Thaw>;
};

/** The clock that all processes of the host share, ms. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

const readyMs = 15_000;
const resumedMs = 60_000;
const maxLineBytes = 64 * 1024;

/** The process, and what it says. */
const run = (host: Host, machine: Machine, order: string) => {
  const child = spawn("prlimit", ["--core=0", process.execPath, host.guestFreezer, order], {
    cwd: machine.folder,
    env: childEnvironment(),
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  const said: Said[] = [];
  const listeners = new Set<() => void>();
  let lastWords = "";
  let hasEnded = false;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const end = () => {
    hasEnded = true;
    tell();
  };
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    lastWords = (lastWords + text).slice(-2000);
  });
  readJsonLines(child.stdout, maxLineBytes, (value) => {
    const parsed = saidSchema.safeParse(value);
    if (parsed.success) said.push(parsed.data);
    tell();
  });
  child.stdin.on("error", () => undefined);
  child.once("error", end);
  child.once("close", end);
  return {
    order: (word: "freeze" | "thaw") => child.stdin.write(`${word}\n`),
    /** Whether it was ended, with the guest perhaps frozen. */
    isLost: () => hasEnded && !said.some(({ event }) => event === "thawed" || event === "notThawed"),
    /** The first of these that it says. Throws when it says neither. */
    hear: <A extends Event, B extends Event>(good: A, bad: B, timeoutMs: number): Promise<SaidOf<A> | SaidOf<B>> =>
      new Promise((resolve, reject) => {
        const stop = () => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        const isHeard = (one: Said): one is SaidOf<A> | SaidOf<B> => one.event === good || one.event === bad;
        const look = () => {
          const found = said.find(isHeard);
          if (!found && !hasEnded) return;
          stop();
          if (found) resolve(found);
          else reject(new Error(`the freezer of the guest ended: ${lastWords.trim()}`));
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`the freezer of the guest did not say "${good}" in ${timeoutMs} ms`));
        }, timeoutMs);
        listeners.add(look);
        look();
      }),
  };
};

const quiesceFailed = (cause: unknown): AppError => new AppError("quiesceFailed", {}, { cause });

/** The agent's port serves one at a time: ours until the returned function is called. */
const takeAgent = (host: Host, machine: Machine): Promise<() => void> =>
  new Promise((taken) => {
    void host.agents(machine.id, () => new Promise<void>((release) => taken(release)));
  });

const getThaw = async (process: ReturnType<typeof run>, timeoutMs: number): Promise<Thaw> => {
  const said = await process.hear("thawed", "notThawed", timeoutMs);
  if (said.event === "notThawed") throw new Error(said.reason);
  return said;
};

const letGo = async (host: Host, machine: Machine, freezer: ReturnType<typeof run>): Promise<Thaw> => {
  try {
    freezer.order("thaw");
    // Beyond this nobody waits for the agent's word any more; the process goes on asking for it.
    return await getThaw(freezer, host.freezeLimitMs);
  } catch (cause) {
    if (!freezer.isLost()) throw new AppError("thawUnconfirmed", {}, { cause });
    // Somebody ended it: another one lets go in its place, but how long the guest was at rest is not known.
    await startThaw(host, machine)();
    throw quiesceFailed(cause);
  }
};

/**
 * Starts the process that can freeze the guest's file systems and lets them go whatever happens to us; see
 * guest-freezer.ts. Throws AppError "agentUnavailable", or "quiesceFailed" where the agent can't freeze.
 */
export const startFreezer = async (host: Host, machine: Machine): Promise<Freezer> => {
  const release = await takeAgent(host, machine);
  const freezer = run(host, machine, String(host.freezeLimitMs));
  try {
    const said = await freezer.hear("ready", "notReady", readyMs);
    if (said.event === "notReady") {
      throw said.isSilent ? new AppError("agentUnavailable", {}, { cause: said.reason }) : quiesceFailed(said.reason);
    }
  } catch (error) {
    freezer.order("thaw");
    release();
    throw error;
  }
  let thawing: Promise<Thaw> | null = null;
  return {
    freeze: async () => {
      freezer.order("freeze");
      const said = await freezer.hear("frozen", "notFrozen", host.freezeLimitMs * 2).catch((error: unknown) => {
        throw quiesceFailed(error);
      });
      if (said.event === "notFrozen") throw quiesceFailed(said.reason);
      if (said.count === 0) throw quiesceFailed("the guest has no file system that can be frozen");
      host.log("guestFrozen", { serverId: machine.id, fileSystems: said.count });
    },
    thaw: () => {
      thawing ??= letGo(host, machine, freezer).finally(release);
      return thawing;
    },
  };
};

/**
 * Starts a process that lets go of what is frozen in the guest once its agent answers, whatever happens to us. What is
 * returned waits for that and throws AppError "thawUnconfirmed".
 */
export const startThaw = (host: Host, machine: Machine): (() => Promise<Thaw>) => {
  const freezer = run(host, machine, "thaw");
  return () =>
    getThaw(freezer, resumedMs).catch((cause: unknown) => {
      throw new AppError("thawUnconfirmed", {}, { cause });
    });
};
