import "server-only";
import pg from "pg";
import type { LiveEvent } from "@/lib/live-event";
import type { Tx } from "./db/transaction";
import { databaseUrl } from "./env";
import { log } from "./log";

const channel = "stillpoint_events";

type Noun = "activity" | "images" | "operations" | "people" | "servers" | "snapshots" | "tenants";

/** What browsers hear. Without a tenant it is the platform's own, for admins. */
type Change = LiveEvent & { kind: `${Noun}.changed` | "resync" };

/** Heard by the processes only: streams of that person look at once whether their session still stands. */
type SessionRevoked = { kind: "session.revoked"; tenantId: null; userId: string };
export type ServerEvent = Change | SessionRevoked;

/**
 * Tells every process of a change when the transaction commits, and not at all when it does not.
 * PostgreSQL takes at most 8,000 bytes and folds equal events of one transaction into one, so only ids go in.
 */
export const notify = async (tx: Tx, event: ServerEvent): Promise<void> => {
  await tx.$executeRaw`select pg_notify(${channel}, ${JSON.stringify(event)})`;
};

type Listener = (event: ServerEvent) => void;

const parse = (payload: string | undefined): ServerEvent | null => {
  try {
    const value: unknown = JSON.parse(payload ?? "");
    // Only our own transactions write to the channel, so its shape is that of `notify`.
    return typeof value === "object" && value !== null && "kind" in value ? (value as ServerEvent) : null;
  } catch {
    return null;
  }
};

const firstWaitMs = 100;
const longestWaitMs = 5_000;

const makeHub = () => {
  const listeners = new Set<Listener>();
  const closers = new Set<() => void>();
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let waitMs = firstWaitMs;
  let isClosed = false;
  let wasConnected = false;

  const tell = (event: ServerEvent) => {
    for (const listener of listeners) listener(event);
  };

  const connect = async () => {
    const made = new pg.Client({
      application_name: "stillpoint-events",
      connectionString: databaseUrl(),
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client = made;
    const again = () => {
      if (client !== made) return;
      client = undefined;
      if (isClosed) return;
      made.end().catch(() => undefined);
      timer = setTimeout(() => {
        timer = undefined;
        void connect();
      }, waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    };
    made.on("error", again);
    made.on("end", again);
    made.on("notification", ({ payload }) => {
      const event = parse(payload);
      if (event) tell(event);
    });
    try {
      await made.connect();
      await made.query(`listen ${channel}`);
      waitMs = firstWaitMs;
      // Whatever was said while nobody listened is lost; the browsers read again.
      if (wasConnected) tell({ kind: "resync", tenantId: null });
      wasConnected = true;
    } catch (error) {
      log.warn({ err: error }, "live events: no connection");
      again();
    }
  };

  return {
    /** Streams put here what ends them; `close` calls it, so that the process can end. */
    closers,
    listenerCount: () => listeners.size,
    subscribe: (listener: Listener): (() => void) => {
      listeners.add(listener);
      if (!client && !timer && !isClosed) void connect();
      return () => void listeners.delete(listener);
    },
    close: async (): Promise<void> => {
      isClosed = true;
      clearTimeout(timer);
      for (const end of [...closers]) end();
      const open = client;
      client = undefined;
      await open?.end().catch(() => undefined);
    },
  };
};

export type EventHub = ReturnType<typeof makeHub>;

// Next loads a module once for each bundle; the connection must be one for the process.
const store: typeof globalThis & { stillpointEvents?: EventHub } = globalThis;

export const events = (): EventHub => {
  store.stillpointEvents ??= makeHub();
  return store.stillpointEvents;
};
