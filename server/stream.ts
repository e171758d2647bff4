import "server-only";
import type { LiveEvent } from "@/lib/live-event";
import { type Actor, findActorOfSession } from "./auth/actor";
import { can } from "./authz";
import { events, type ServerEvent } from "./events";
import { log } from "./log";

const heartbeatMs = 15_000;
const recheckMs = 60_000;

/** Chunks that a slow browser may leave unread before it is sent away; it connects again and reads everything anew. */
const backlogAtMost = 500;

/** Whether this actor may hear of it. What has no tenant is the platform's own, for admins. */
export const mayHear = (actor: Pick<Actor, "isAdmin" | "memberships">, event: LiveEvent): boolean =>
  event.kind === "resync" || can(actor, "server.read", event.tenantId);

/**
 * The live events of one browser. Rights are those of the moment: the session is looked at again every minute
 * and at once when sessions of that person are ended; the stream ends with it.
 */
export const openEventStream = (opened: Actor, signal: AbortSignal): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const hub = events();
  let actor = opened;
  let stop = () => {};

  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    let isOpen = true;
    const send = (text: string) => {
      if (!isOpen) return;
      if ((controller.desiredSize ?? 0) < -backlogAtMost) end();
      else controller.enqueue(encoder.encode(text));
    };
    const recheck = async () => {
      const current = await findActorOfSession(opened.sessionId, opened.address);
      if (current) actor = current;
      else end();
    };
    const recheckSoon = () => {
      // A database that is away for a moment ends nobody's session; the next look decides.
      recheck().catch((error: unknown) => log.warn({ err: error }, "live events: session could not be checked"));
    };
    const hear = (event: ServerEvent) => {
      if (event.kind === "session.revoked") {
        if (event.userId === actor.id) recheckSoon();
      } else if (mayHear(actor, event)) send(`data: ${JSON.stringify(event)}\n\n`);
    };

    const leave = hub.subscribe(hear);
    const heartbeat = setInterval(() => send(": beat\n\n"), heartbeatMs);
    const watch = setInterval(recheckSoon, recheckMs);
    stop = () => {
      isOpen = false;
      clearInterval(heartbeat);
      clearInterval(watch);
      leave();
      hub.closers.delete(end);
      signal.removeEventListener("abort", end);
    };
    const end = () => {
      if (!isOpen) return;
      stop();
      controller.close();
    };
    hub.closers.add(end);
    signal.addEventListener("abort", end);
    send("retry: 2000\n: open\n\n");
  };

  return new ReadableStream({ cancel: () => stop(), start });
};
