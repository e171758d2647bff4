"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { type LiveEvent, nounOf, parseLiveEvent } from "@/lib/live-event";

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

/** Makes each query stale whose noun has changed. Stands once in the panel. */
export const LiveQueries = () => {
  const client = useQueryClient();
  useLiveEvents((event) => {
    const noun = nounOf(event);
    void client.invalidateQueries(noun === null ? {} : { queryKey: [noun] });
  });
  return null;
};
