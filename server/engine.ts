import "server-only";
import type { RequestPorts } from "@/engine";
import { createStore } from "./db/store";

const systemClock = { now: () => Date.now() };

let known: RequestPorts | undefined;

/** What actions hand to the engine's requests: the database and the clock, never a machine. */
export const requestPorts = (): RequestPorts => {
  known ??= { store: createStore(), clock: systemClock };
  return known;
};
