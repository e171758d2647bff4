import type { QmpClient, QmpEvent } from "./qmp-client";
import type { SnapshotRecord } from "./snapshot-records";

export type TakingResult = Omit<SnapshotRecord, "diskBytes" | "machine" | "quiesced">;

/**
 * One target's share of a snapshot, in steps that are done for all targets one step after the other, so that all
 * machines stand still together when several are taken. `undo` may follow any step, also one that failed half-way; it
 * takes the snapshot away and lets the guest run as before.
 */
export type Taking = {
  /** Whether the machine runs: only then it can be held. */
  readonly isRunning: boolean;
  /** Whether one instant needs the machine held even when it is the only one. */
  readonly needsHold: boolean;
  /** Everything that takes time and need not happen while the guest stands still. */
  prepare(): Promise<void>;
  hold(): Promise<void>;
  take(): Promise<void>;
  finish(): Promise<TakingResult>;
  undo(): Promise<void>;
  /** Whether the undo had to end the machine, since its guest would never have gone on. */
  readonly hasLostMachine?: () => boolean;
  close(): Promise<void>;
};

/** ms from the last STOP to the RESUME behind it, by QEMU's own clock; 0 where it never stood still. */
export const measurePause = (events: readonly QmpEvent[]): number => {
  const resume = events.findLastIndex((event) => event.name === "RESUME");
  const stop = events.slice(0, Math.max(0, resume)).findLast((event) => event.name === "STOP");
  const end = events[resume];
  return stop && end ? Math.round((end.at - stop.at) * 1000) / 1000 : 0;
};

/** The instant at which the guest stood still, ms since 1970 UTC. */
export const stoppedAt = (events: readonly QmpEvent[]): number | null =>
  events.findLast((event) => event.name === "STOP")?.at ?? null;

export const holdMachine = async (client: QmpClient): Promise<void> => {
  const since = client.events.length;
  await client.execute("stop");
  await client.waitForEvent("STOP", since, 10_000);
};
