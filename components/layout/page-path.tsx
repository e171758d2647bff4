"use client";
import { useLayoutEffect, useSyncExternalStore } from "react";

export type PathStep = { href?: string; label: string };

const none: readonly PathStep[] = [];
const listeners = new Set<() => void>();
let current = none;

const set = (steps: readonly PathStep[]) => {
  current = steps;
  for (const listener of listeners) listener();
};

/** A page tells the top bar what it is called; the bar outlives the page. */
export const PagePath = ({ steps }: { steps: readonly PathStep[] }) => {
  const key = JSON.stringify(steps);
  useLayoutEffect(() => {
    const own: readonly PathStep[] = JSON.parse(key);
    set(own);
    return () => {
      if (current === own) set(none);
    };
  }, [key]);
  return null;
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePagePath = (): readonly PathStep[] =>
  useSyncExternalStore(
    subscribe,
    () => current,
    () => none,
  );
