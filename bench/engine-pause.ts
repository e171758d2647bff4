import type { Driver } from "@/engine/drivers/driver";
import { createQemuDriver } from "@/engine/drivers/qemu";
import { newId } from "@/lib/ids";
import { exists, makeSpec, setBenchHost, waitUntil } from "./engine-host";
import { type Figure, toFigure } from "./figures";

const rounds = 7;

/** Sizes of machines, and how much of each is random data, which can't be left out or packed. MiB. */
const sizes = [
  { label: "256 MB", memory: 256, fill: 150 },
  { label: "1 GB", memory: 1024, fill: 600 },
] as const;

const answersByPage = async (driver: Driver, server: string): Promise<boolean> => {
  const { webPort } = await driver.servers.facts(server);
  const answer = await fetch(`http://127.0.0.1:${webPort}/cgi-bin/state`, { signal: AbortSignal.timeout(2000) });
  return answer.ok;
};

type Sample = { pauseMs: number; callMs: number };

const takeSnapshots = async (driver: Driver, server: string, mode: "disks" | "memory"): Promise<Sample[]> => {
  const samples: Sample[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const target = { serverId: server, snapshotId: newId() };
    const begun = performance.now();
    const [outcome] = await driver.snapshots.create([target], { mode });
    if (!outcome) throw new Error("no outcome");
    samples.push({ pauseMs: outcome.pauseMs, callMs: performance.now() - begun });
    await driver.snapshots.remove(target);
  }
  return samples;
};

/** From asking it to stop until its page answers again: that is how long a customer's visitors see nothing. */
const stopFirst = async (driver: Driver, server: string): Promise<number[]> => {
  const samples: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const target = { serverId: server, snapshotId: newId() };
    const begun = performance.now();
    await driver.servers.stop(server, { timeoutMs: 60_000 });
    await driver.snapshots.create([target], { mode: "disks" });
    await driver.servers.start(server);
    await waitUntil(() => answersByPage(driver, server));
    samples.push(performance.now() - begun);
    await driver.snapshots.remove(target);
    await waitUntil(() => exists(driver, server, "/run/filled"));
  }
  return samples;
};

/**
 * How long a guest stands still, from QEMU's STOP to its RESUME, for each kind of snapshot, with little and with much
 * RAM full of random data. The machines are made for it and removed again.
 */
export const measurePauses = async (): Promise<Figure[]> => {
  const { clear, driver, makeImage, options } = await setBenchHost();
  const figures: Figure[] = [];
  // It takes minutes: each figure is told when it is there.
  const add = (...more: Figure[]) => {
    figures.push(...more);
    for (const { name, value, unit } of more) process.stderr.write(`${name}: ${value} ${unit}\n`);
  };
  try {
    const { memory } = await driver.capabilities();
    const methods =
      memory.method === "background" ? (["background", "standstill"] as const) : (["standstill"] as const);
    if (memory.method !== "background") process.stderr.write("This kernel refuses RAM in the background.\n");
    for (const { label, memory: size, fill } of sizes) {
      const spec = makeSpec(size);
      await driver.servers.create(spec, makeImage(` fill=${fill}`));
      await driver.servers.start(spec.id);
      await waitUntil(() => exists(driver, spec.id, "/run/filled"));

      const disks = await takeSnapshots(driver, spec.id, "disks");
      add(toFigure({ name: `pause, disks, ${label}`, unit: "ms", samples: disks.map(({ pauseMs }) => pauseMs) }));
      add(toFigure({ name: `whole call, disks, ${label}`, unit: "ms", samples: disks.map(({ callMs }) => callMs) }));
      for (const method of methods) {
        const own = createQemuDriver({ ...options, memoryMethod: method });
        const samples = await takeSnapshots(own, spec.id, "memory");
        const goal = method === "background" ? { goal: 100 } : {};
        const name = `with RAM (${method}), ${label}`;
        add(
          toFigure({ name: `pause, ${name}`, unit: "ms", samples: samples.map(({ pauseMs }) => pauseMs), ...goal }),
          toFigure({ name: `whole call, ${name}`, unit: "ms", samples: samples.map(({ callMs }) => callMs) }),
        );
        await own.close();
      }
      const down = await stopFirst(driver, spec.id);
      add(toFigure({ name: `down, stopped first, ${label}`, unit: "ms", samples: down }));
      await driver.servers.remove(spec.id);
    }
    return figures;
  } finally {
    await clear();
  }
};
