import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { readJsonLines } from "./json-lines";
import { connectUnix } from "./unix-socket";

const messageSchema = z.union([
  z.object({ event: z.string(), timestamp: z.object({ seconds: z.number(), microseconds: z.number() }) }),
  z.object({ id: z.number(), error: z.object({ class: z.string(), desc: z.string() }) }),
  z.object({ id: z.number(), return: z.unknown() }),
  z.object({ QMP: z.unknown() }),
]);

export type QmpEvent = { name: string /** ms since 1970 UTC, with microseconds */; at: number };

/** QEMU answered, and said no. */
export class QmpError extends Error {
  override readonly name = "QmpError";
}
/** QEMU did not answer: nothing is known. */
export class QmpSilence extends Error {
  override readonly name = "QmpSilence";
}

/** Two monitors, so that facts are there while an operation holds the other: a monitor serves one client. */
export const monitorSockets = { operations: "run/operations.sock", facts: "run/facts.sock" } as const;

export type QmpClient = {
  execute(command: string, args?: object, options?: { timeoutMs?: number }): Promise<unknown>;
  /** All events since the connection was made. */
  readonly events: readonly QmpEvent[];
  /** Resolves with the first event of this name at `since` or later (index into `events`). */
  waitForEvent(name: string, since: number, timeoutMs: number): Promise<QmpEvent>;
  close(): void;
};

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };

const createClient = (socket: Socket): QmpClient & { greeted: Promise<void> } => {
  const events: QmpEvent[] = [];
  const listeners = new Set<() => void>();
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let closed: Error | null = null;
  let greet: () => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const greeted = new Promise<void>((resolve, reject) => {
    greet = resolve;
    refuse = reject;
  });

  const settle = (id: number, act: (entry: Waiting) => void) => {
    const entry = waiting.get(id);
    if (!entry) return;
    waiting.delete(id);
    clearTimeout(entry.timer);
    act(entry);
  };
  const end = (error: Error) => {
    closed ??= error;
    refuse(closed);
    for (const id of [...waiting.keys()]) settle(id, (entry) => entry.reject(error));
    for (const listener of [...listeners]) listener();
  };
  socket.on("error", (error) => end(new QmpSilence("the monitor's connection broke", { cause: error })));
  socket.on("close", () => end(new QmpSilence("the monitor's connection ended")));
  readJsonLines(socket, 64 * 2 ** 20, (value) => {
    const parsed = messageSchema.safeParse(value);
    if (!parsed.success) return;
    const message = parsed.data;
    if ("QMP" in message) greet();
    else if ("event" in message) {
      const { seconds, microseconds } = message.timestamp;
      events.push({ name: message.event, at: seconds * 1000 + microseconds / 1000 });
      for (const listener of [...listeners]) listener();
    } else if ("error" in message) {
      const { desc } = message.error;
      settle(message.id, (entry) => entry.reject(new QmpError(desc)));
    } else settle(message.id, (entry) => entry.resolve(message.return));
  });

  return {
    events,
    greeted,
    execute: (command, args = {}, { timeoutMs = 30_000 } = {}) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(closed);
        const id = nextId++;
        const timer = setTimeout(
          () => settle(id, (entry) => entry.reject(new QmpSilence(`no answer to ${command} in ${timeoutMs} ms`))),
          timeoutMs,
        );
        waiting.set(id, { resolve, reject, timer });
        socket.write(`${JSON.stringify({ execute: command, arguments: args, id })}\n`);
      }),
    waitForEvent: (name, since, timeoutMs) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = events.slice(since).find((event) => event.name === name);
          if (!found && !closed) return;
          stop();
          if (found) resolve(found);
          else reject(closed ?? new QmpSilence("closed"));
        };
        const stop = () => {
          clearTimeout(timer);
          listeners.delete(look);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new QmpSilence(`no event ${name} in ${timeoutMs} ms`));
        }, timeoutMs);
        listeners.add(look);
        look();
      }),
    close: () => socket.destroy(),
  };
};

type ConnectOptions = { timeoutMs: number; isHopeless?: () => boolean };

const connectOnce = async (
  folder: string,
  socketName: string,
  { timeoutMs, isHopeless }: ConnectOptions,
): Promise<QmpClient> => {
  const end = performance.now() + timeoutMs;
  const socket = await connectUnix(folder, socketName, { timeoutMs, ...(isHopeless ? { isHopeless } : {}) });
  const client = createClient(socket);
  const rest = Math.max(1, end - performance.now());
  const timer = setTimeout(() => socket.destroy(new Error(`no greeting in ${timeoutMs} ms`)), rest);
  try {
    await client.greeted;
    await client.execute("qmp_capabilities", {}, { timeoutMs: rest });
    return client;
  } catch (error) {
    client.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
};

const isReset = (error: unknown): boolean =>
  error instanceof Error && (("code" in error && error.code === "ECONNRESET") || isReset(error.cause));

/**
 * Connects to a monitor of the QEMU that runs in `folder`. Throws QmpSilence or the socket's error. A monitor serves one
 * client: whoever comes in the moment in which the one before is cut off may be cut off with it, and knocks again.
 */
export const connectQmp = async (folder: string, socketName: string, options: ConnectOptions): Promise<QmpClient> => {
  for (let triesLeft = 3; ; triesLeft -= 1) {
    try {
      return await connectOnce(folder, socketName, options);
    } catch (error) {
      if (triesLeft === 0 || !isReset(error) || options.isHopeless?.()) throw error;
      await sleep(20);
    }
  }
};
