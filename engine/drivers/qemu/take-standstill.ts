import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { listDiskSnapshots, removeFromDisks } from "./disk-snapshots";
import type { Host } from "./host";
import { type Machine, nodeName } from "./machine-folder";
import { continueMachine } from "./machine-state";
import type { QmpClient } from "./qmp-client";
import { holdMachine, measurePause, stoppedAt, type Taking } from "./taking";

const jobsSchema = z.array(
  z.object({
    id: z.string(),
    status: z.string(),
    "current-progress": z.number(),
    "total-progress": z.number(),
    error: z.string().optional(),
  }),
);

/** Waits for a job's end and dismisses it. Throws with its error. */
const finishJob = async (client: QmpClient, id: string, progress: (percent: number) => void): Promise<void> => {
  for (;;) {
    // QEMU answers late while the job itself holds its main loop.
    const jobs = jobsSchema.parse(await client.execute("query-jobs", {}, { timeoutMs: 600_000 }));
    const job = jobs.find((candidate) => candidate.id === id);
    if (!job) throw new Error(`job ${id} is gone`);
    if (job.status === "concluded") {
      await client.execute("job-dismiss", { id });
      if (job.error !== undefined) throw new Error(job.error);
      return;
    }
    const total = job["total-progress"];
    progress(total > 0 ? Math.min(99, Math.floor((100 * job["current-progress"]) / total)) : 0);
    await sleep(10);
  }
};

/** RAM into the first disk's file, with the guest standing still for all of it: for hosts that refuse better. */
export const takeAtStandstill = (
  host: Host,
  {
    machine,
    snapshotId,
    client,
    progress,
  }: { machine: Machine; snapshotId: string; client: QmpClient; progress: (percent: number) => void },
): Taking => {
  const devices = machine.spec.server.disks.map((_, index) => nodeName(index));
  // A job of an earlier, cut-off call may still be listed under the snapshot's own name.
  const job = `save-${Date.now().toString(36)}`;
  let takenAt = 0;
  return {
    isRunning: true,
    needsHold: true,
    prepare: async () => undefined,
    hold: () => holdMachine(client),
    take: async () => {
      takenAt = stoppedAt(client.events) ?? Date.now();
      await client.execute("snapshot-save", { "job-id": job, tag: snapshotId, vmstate: nodeName(0), devices });
      await finishJob(client, job, progress);
      await continueMachine(client);
    },
    finish: async () => {
      const [first] = await listDiskSnapshots(host, { machine, client });
      const sizeBytes = first?.find((entry) => entry.name === snapshotId)?.memoryBytes ?? 0;
      if (sizeBytes === 0) throw new Error("the snapshot holds no RAM");
      const memory = { method: "standstill" as const, sizeBytes, sha256: null };
      return { takenAt: Math.round(takenAt), pauseMs: measurePause(client.events), memory };
    },
    undo: async () => {
      await removeFromDisks(host, { machine, client }, snapshotId);
      await continueMachine(client);
    },
    close: async () => client.close(),
  };
};
