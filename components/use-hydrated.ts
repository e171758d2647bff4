"use client";
import { useSyncExternalStore } from "react";

const subscribe = () => () => undefined;

/**
 * False on the server and while the browser takes over the server's page, true from then on: for what the browser
 * may know better by now, but must not show before both agree.
 */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  );
