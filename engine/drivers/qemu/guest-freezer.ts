/**
 * A process of its own that brings the file systems of one guest to rest and lets them go again. It outlives whoever
 * started it: a guest whose file systems stay frozen hangs at its next write. They are let go when the order comes, when
 * the one who gives orders is gone (the end of standard input), and in any case once the time is over.
 *
 * Run in the machine's folder. `guest-freezer <limitMs>` says "ready", takes the orders "freeze" and "thaw" as lines and
 * keeps the file systems frozen for at most that long. `guest-freezer thaw` only lets go of what is frozen, as soon as the
 * guest's agent answers. Both tell what comes of it as lines of JSON, and end by themselves. Imports of our own name their
 * files: Node runs this one as it is.
 */
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { type AgentPort, AgentRefusal, AgentSilence, openAgentPort } from "./agent-port.ts";

/** Times in ms; `askedAt` by the host's monotonic clock, which all its processes share. */
type Said =
  | { event: "ready" }
  | { event: "notReady"; isSilent: boolean; reason: string }
  | { event: "frozen"; count: number }
  | { event: "notFrozen"; reason: string }
  | { event: "thawed"; count: number; askedAt: number; frozenMs: number }
  | { event: "notThawed"; reason: string };

const greetMs = 5_000;
const answerMs = 5_000;
/** How long an agent that does not answer is asked again to let go; by then somebody has restarted that guest. */
const patienceMs = 600_000;

const say = (said: Said): void => {
  process.stdout.write(`${JSON.stringify(said)}\n`);
};

const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
};

/** Whether there is no machine any more that could be frozen. */
const isGone = (error: unknown): boolean => {
  const cause = error instanceof AgentSilence ? error.cause : null;
  return cause instanceof Error && "code" in cause && (cause.code === "ENOENT" || cause.code === "ECONNREFUSED");
};

const countOf = (value: unknown): number => (typeof value === "number" ? value : 0);

const isFrozen = async (port: AgentPort): Promise<boolean> =>
  (await port.execute("guest-fsfreeze-status", {}, answerMs)) !== "thawed";

/** How many file systems this let go. An agent says no where the guest has already let go by itself, as Windows does. */
const thaw = async (port: AgentPort): Promise<number> => {
  try {
    return countOf(await port.execute("guest-fsfreeze-thaw", {}, answerMs));
  } catch (error) {
    if (error instanceof AgentRefusal) return 0;
    throw error;
  }
};

/** Lets go until the agent confirms it. Throws its last failure when the patience is over or the machine has ended. */
const letGo = async (first: AgentPort | null): Promise<{ port: AgentPort; count: number; at: number }> => {
  const end = monotonicMs() + patienceMs;
  let port = first;
  let count = 0;
  for (;;) {
    try {
      port ??= await openAgentPort(".", { greetMs });
      count += await thaw(port);
      const at = monotonicMs();
      if (!(await isFrozen(port))) return { port, count, at };
    } catch (error) {
      // What was asked may still be answered: only a fresh port tells old answers from new ones.
      port?.close();
      port = null;
      if (isGone(error) || monotonicMs() > end) throw error;
    }
    await sleep(50);
  }
};

const tellThaw = async (port: AgentPort | null, frozenAt: number): Promise<void> => {
  const askedAt = monotonicMs();
  try {
    const { count, at } = await letGo(port);
    say({ event: "thawed", count, askedAt, frozenMs: Math.round((at - frozenAt) * 1000) / 1000 });
  } catch (error) {
    say({ event: "notThawed", reason: reasonOf(error) });
  }
};

/** The agent, able to freeze; null where it is not. What somebody before us left frozen is let go first. */
const openReady = async (): Promise<AgentPort | null> => {
  try {
    const port = await openAgentPort(".", { greetMs });
    return (await isFrozen(port)) ? (await letGo(port)).port : port;
  } catch (error) {
    say({ event: "notReady", isSilent: error instanceof AgentSilence, reason: reasonOf(error) });
    return null;
  }
};

const freeze = async (port: AgentPort, limitMs: number): Promise<AgentPort | null> => {
  try {
    say({ event: "frozen", count: countOf(await port.execute("guest-fsfreeze-freeze", {}, limitMs)) });
    return port;
  } catch (error) {
    say({ event: "notFrozen", reason: reasonOf(error) });
    if (error instanceof AgentRefusal) return port;
    port.close();
    return null;
  }
};

const keepFrozen = async (limitMs: number): Promise<void> => {
  const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
  const port = await openReady();
  if (!port) return;
  say({ event: "ready" });
  if ((await orders.next()).value !== "freeze") return tellThaw(port, monotonicMs());
  const frozenAt = monotonicMs();
  const wish = orders.next();
  const limit = sleep(limitMs);
  const frozen = await freeze(port, limitMs);
  if (frozen) await Promise.race([wish, limit]);
  await tellThaw(frozen, frozenAt);
};

const main = async (order: string): Promise<void> => {
  // Whoever ends the worker's processes must not end this one while a guest is frozen.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
  process.stdout.on("error", () => undefined);
  process.stdin.on("error", () => undefined);
  if (order === "thaw") return tellThaw(null, monotonicMs());
  const limitMs = Number(order);
  if (!(limitMs > 0)) throw new Error("guest-freezer <limitMs> | thaw");
  await keepFrozen(limitMs);
};

await main(process.argv[2] ?? "");
process.exit(0);
