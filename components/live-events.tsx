"use client";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { type LiveEvent, nounOf, parseLiveEvent } from "@/lib/live-event";
import { createRounds } from "@/lib/rounds";

const listeners = new Set<(event: LiveEvent) => void>();
let disconnect: (() => void) | undefined;

const hear = (data: unknown) => {
  const event = typeof data === "string" ? parseLiveEvent(data) : null;
  if (event) for (const listener of listeners) listener(event);
};

const connectShared = () => {
  const url = new URL("./live-events.worker.ts", import.meta.url);
  const worker = new SharedWorker(url, { name: "live-events", type: "module" });
  worker.port.addEventListener("message", ({ data }) => hear(data));
  worker.port.start();
  return () => {
    worker.port.postMessage("bye");
    worker.port.close();
  };
};

const connectAlone = () => {
  const source = new EventSource("/api/events");
  source.addEventListener("message", ({ data }) => hear(data));
  return () => source.close();
};

const connect = () => {
  disconnect ??= "SharedWorker" in globalThis ? connectShared() : connectAlone();
};

const part = () => {
  disconnect?.();
  disconnect = undefined;
};

// A page in the back-forward cache hears nothing; when it comes back it has missed an unknown part.
const resume = ({ persisted }: PageTransitionEvent) => {
  if (!persisted) return;
  connect();
  for (const listener of listeners) listener({ kind: "resync", tenantId: null });
};

const join = (listener: (event: LiveEvent) => void) => {
  if (listeners.size === 0) {
    connect();
    addEventListener("pagehide", part);
    addEventListener("pageshow", resume);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    part();
    removeEventListener("pagehide", part);
    removeEventListener("pageshow", resume);
  };
};

/** Hears what changes on the server for as long as the component stands. */
export const useLiveEvents = (onEvent: (event: LiveEvent) => void): void => {
  const hearLatest = useEffectEvent(onEvent);
  useEffect(() => join((event) => hearLatest(event)), []);
};

/** Stands for all nouns in `useRefresh`. */
const everything = "";

/** One wish makes several events in the time that a read takes; a person does not see so short a wait. */
const gatherMs = 40;

/** Reads again what a noun's queries show; they share their rounds, so a burst of events costs two. */
const createRefresh = (client: QueryClient) =>
  createRounds((noun) => client.invalidateQueries(noun === everything ? {} : { queryKey: [noun] }), { gatherMs });

const refreshes = new WeakMap<QueryClient, ReturnType<typeof createRefresh>>();

/** What reads the queries of a noun again. */
export const useRefresh = () => {
  const client = useQueryClient();
  const refresh = refreshes.get(client) ?? createRefresh(client);
  refreshes.set(client, refresh);
  return refresh;
};

/** Makes each query stale whose noun has changed. Stands once in the panel. */
export const LiveQueries = () => {
  const refresh = useRefresh();
  useLiveEvents((event) => refresh(nounOf(event) ?? everything));
  return null;
};
