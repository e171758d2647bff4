import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Driver } from "@/engine/drivers/driver";
import { connectQmp, monitorSockets, type QmpClient } from "@/engine/drivers/qemu/qmp-client";
import { measurePause } from "@/engine/drivers/qemu/taking";
import { newId } from "@/lib/ids";
import { exists, makeSpec, setBenchHost, waitUntil } from "./engine-host";
import { type Figure, median, toFigure } from "./figures";

/** RAM of the guest, and how much of it is filled, MiB. */
const sizes = [
  { label: "256 MB", memory: 256, fill: 100 },
  { label: "2 GB", memory: 2048, fill: 1200 },
] as const;
const rounds = 50;
const baselineRounds = 5;

/** Fills RAM with what can't be left out as zero, and writes without end into RAM and onto the disk. */
const load = (fill: number): string => `
  yes stillpoint | dd of=/tmp/fill bs=1M count=${fill} iflag=fullblock
  echo done >/run/filled
  while :; do
    dd if=/dev/urandom of=/tmp/noise bs=64k count=160
    dd if=/tmp/noise of=/data/noise bs=64k
  done`;

const runUnderLoad = async (driver: Driver, server: string, fill: number): Promise<void> => {
  await waitUntil(() => exists(driver, server, "/data/counter"));
  const command = `(${load(fill)}) </dev/null >/dev/null 2>&1 &`;
  await driver.agent.run(server, ["/bin/sh", "-c", command], { timeoutMs: 20_000 });
  await waitUntil(() => exists(driver, server, "/run/filled"));
};

const take = async (driver: Driver, serverId: string, options: { mode: "disks" | "memory"; quiesce?: boolean }) => {
  const target = { serverId, snapshotId: newId() };
  const [outcome] = await driver.snapshots.create([target], options);
  if (!outcome) throw new Error("no outcome");
  await driver.snapshots.remove(target);
  return outcome;
};

const jobsSchema = z.array(z.object({ id: z.string(), status: z.string(), error: z.string().optional() }));

/** Runs one of QEMU's own snapshot jobs to its end. */
const runJob = async (client: QmpClient, command: string, args: object): Promise<void> => {
  await client.execute(command, { "job-id": "bench", ...args });
  for (;;) {
    const job = jobsSchema.parse(await client.execute("query-jobs")).find(({ id }) => id === "bench");
    if (job?.error) throw new Error(job.error);
    if (job?.status === "concluded") break;
    await sleep(5);
  }
  await client.execute("job-dismiss", { id: "bench" });
};

/** What QEMU does by itself: RAM into the first disk, with the guest standing still. */
const measureSnapshotSave = async (folder: string): Promise<number[]> => {
  const client = await connectQmp(folder, monitorSockets.operations, { timeoutMs: 10_000 });
  const devices = ["disk0", "disk1"];
  const samples: number[] = [];
  try {
    for (let round = 0; round < baselineRounds; round += 1) {
      const since = client.events.length;
      await runJob(client, "snapshot-save", { tag: "bench", vmstate: "disk0", devices });
      await client.waitForEvent("RESUME", since, 10_000);
      samples.push(measurePause(client.events));
      await runJob(client, "snapshot-delete", { tag: "bench", devices });
    }
    return samples;
  } finally {
    client.close();
  }
};

const measureSize = async ({ label, memory, fill }: (typeof sizes)[number]) => {
  const { clear, dataDir, driver, makeImage } = await setBenchHost();
  const spec = makeSpec(memory);
  const pauses: number[] = [];
  const freezes: number[] = [];
  try {
    await driver.servers.create(spec, makeImage());
    await driver.servers.start(spec.id);
    await runUnderLoad(driver, spec.id, fill);
    for (let round = 0; round < rounds; round += 1) {
      pauses.push((await take(driver, spec.id, { mode: "memory" })).pauseMs);
      const { quiesced } = await take(driver, spec.id, { mode: "disks", quiesce: true });
      freezes.push(quiesced?.frozenMs ?? Number.NaN);
    }
    const saved = await measureSnapshotSave(path.join(dataDir, "machines", spec.id));
    const name = `under write load, ${label}`;
    return {
      pause: median(pauses),
      figures: [
        toFigure({ name: `pause with RAM ${name}`, unit: "ms", samples: pauses, goal: 50 }),
        toFigure({ name: `pause with RAM ${name}, p99`, unit: "ms", samples: pauses, goal: 150, share: 0.99 }),
        toFigure({ name: `pause of QEMU's snapshot-save ${name}`, unit: "ms", samples: saved }),
        toFigure({ name: `file systems at rest ${name}`, unit: "ms", samples: freezes, goal: 150 }),
      ],
    };
  } finally {
    await clear();
  }
};

/** How long guests that write all the time stand still, and how long their file systems do. */
export const measureLoad = async (): Promise<Figure[]> => {
  const [small, large] = [await measureSize(sizes[0]), await measureSize(sizes[1])];
  const growth = (100 * large.pause) / small.pause;
  return [
    ...small.figures,
    ...large.figures,
    toFigure({ name: "pause with RAM, 2 GB against 256 MB", unit: "%", samples: [growth], goal: 200 }),
  ];
};
