import { removeFromDisks, snapshotRunningDisks, snapshotStoppedDisks } from "./disk-snapshots";
import type { Host } from "./host";
import type { Machine } from "./machine-folder";
import { continueMachine, readRunState } from "./machine-state";
import type { QmpClient } from "./qmp-client";
import { holdMachine, measurePause, stoppedAt, type Taking } from "./taking";

const noSteps = async (): Promise<void> => undefined;

/** Disks of a stopped machine: they do not change, so the instant is whenever. */
export const takeStoppedDisks = (host: Host, machine: Machine, snapshotId: string): Taking => {
  let takenAt = 0;
  return {
    isRunning: false,
    needsHold: false,
    prepare: noSteps,
    hold: noSteps,
    take: async () => {
      takenAt = Date.now();
      await snapshotStoppedDisks(host, machine, snapshotId);
    },
    finish: async () => ({ takenAt, pauseMs: 0, memory: null }),
    undo: () => removeFromDisks(host, { machine, client: null }, snapshotId),
    close: noSteps,
  };
};

/** Disks of a running machine: live when it is alone, held for some ms when several make one instant. */
export const takeRunningDisks = (host: Host, machine: Machine, snapshotId: string, client: QmpClient): Taking => {
  let takenAt = 0;
  let isHeld = false;
  return {
    isRunning: true,
    needsHold: false,
    prepare: noSteps,
    hold: async () => {
      isHeld = true;
      await holdMachine(client);
    },
    take: async () => {
      takenAt = (isHeld ? stoppedAt(client.events) : null) ?? Date.now();
      await snapshotRunningDisks(client, machine, snapshotId);
      if (!isHeld) return;
      const since = client.events.length;
      await client.execute("cont");
      await client.waitForEvent("RESUME", since, 10_000);
    },
    finish: async () => ({
      takenAt: Math.round(takenAt),
      pauseMs: isHeld ? measurePause(client.events) : 0,
      memory: null,
    }),
    undo: async () => {
      await removeFromDisks(host, { machine, client }, snapshotId);
      if ((await readRunState(client)) !== "running") await continueMachine(client);
    },
    close: async () => client.close(),
  };
};
