"use client";
import { useCallback, useSyncExternalStore } from "react";

const every = 30_000;
const listeners = new Set<() => void>();
let newest = "";
let skew = 0;
let timer: ReturnType<typeof setInterval> | undefined;
let tick = 0;

/** The browser's clock may be wrong by hours; ages are counted on the server's. */
const observe = (serverNow: string) => {
  if (serverNow <= newest) return;
  newest = serverNow;
  skew = Date.parse(serverNow) - Date.now();
  tick = Date.now();
};

const join = (listener: () => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tick = Date.now();
    for (const each of listeners) each();
  }, every);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** The server's time in milliseconds, moving on each 30 seconds; at first exactly what the server rendered with. */
export const useNow = (serverNow: string): number => {
  const subscribe = useCallback(
    (listener: () => void) => {
      observe(serverNow);
      return join(listener);
    },
    [serverNow],
  );
  return useSyncExternalStore(
    subscribe,
    () => (newest === "" ? Date.parse(serverNow) : Math.max(tick + skew, Date.parse(serverNow))),
    () => Date.parse(serverNow),
  );
};
