import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Driver, ImageFiles, ServerSpec } from "@/engine/drivers/driver";
import { createQemuDriver } from "@/engine/drivers/qemu";
import { newId } from "@/lib/ids";
import { buildGuestImage } from "@/scripts/guest-image.mjs";
import { findDataFolder, makeDataFolder, root } from "@/scripts/paths.mjs";
import { type Figure, toFigure } from "./figures";

const mebibyte = 2 ** 20;
const rounds = 7;

/** Sizes of machines, and how much of each is random data, which can't be left out or packed. MiB. */
const sizes = [
  { label: "256 MB", memory: 256, fill: 150 },
  { label: "1 GB", memory: 1024, fill: 600 },
] as const;

/** Random data is slow to make for an emulated processor. */
const giveUpMs = 900_000;

const waitUntil = async (isTrue: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + giveUpMs;
  while (!(await isTrue().catch(() => false))) {
    if (performance.now() > end) throw new Error("the guest did not come in time");
    await sleep(20);
  }
};

const exists = async (driver: Driver, server: string, file: string): Promise<boolean> =>
  (await driver.agent.run(server, ["/bin/cat", file], { timeoutMs: 5000 })).exitCode === 0;

const answersByPage = async (driver: Driver, server: string): Promise<boolean> => {
  const { webPort } = await driver.servers.facts(server);
  const answer = await fetch(`http://127.0.0.1:${webPort}/cgi-bin/state`, { signal: AbortSignal.timeout(2000) });
  return answer.ok;
};

const makeSpec = (memory: number): ServerSpec => ({
  id: newId(),
  name: "bench",
  vcpus: 1,
  memoryBytes: memory * mebibyte,
  disks: [
    { id: newId(), sizeBytes: 2 ** 30 },
    { id: newId(), sizeBytes: 2 ** 30 },
  ],
  nics: [{ id: newId(), mac: "52:54:00:00:00:01" }],
});

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
  const guest = path.join(makeDataFolder(findDataFolder()), "guest");
  const { commandLine } = await buildGuestImage({ target: guest });
  const probeImage = { kernelPath: path.join(guest, "vmlinuz"), initrdPath: path.join(guest, "initrd.lz4") };
  const dataDir = mkdtempSync(path.join(tmpdir(), "stillpoint-bench-"));
  const options = { dataDir, memoryWriter: path.join(root, "engine/drivers/qemu/memory-writer.ts"), probeImage };
  const driver = createQemuDriver(options);
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
      const boot = { kind: "direct" as const, ...probeImage, commandLine: `${commandLine} fill=${fill}` };
      const image: ImageFiles = { diskPath: path.join(guest, "disk.qcow2"), boot };
      await driver.servers.create(spec, image);
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
    for (const id of await driver.servers.list()) await driver.servers.remove(id);
    await driver.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
};
