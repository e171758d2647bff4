import { readFile } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { newId } from "@/lib/ids";
import { setQemuHost } from "@/test/qemu-host";
import { createGuestHand, makeSpec } from "../contract";
import { createHost } from "./host";
import { createQemuDriver } from "./index";
import { getMachine } from "./machine-folder";
import { connectQmp, monitorSockets, type QmpClient } from "./qmp-client";
import { loadMemory } from "./resume";
import { writeRecord } from "./snapshot-records";
import { takeMemory } from "./take-memory";

const { clear, image, makeOptions, removeMachines } = await setQemuHost();
const host = createHost(makeOptions());
const driver = createQemuDriver(makeOptions());
const spec = makeSpec();
const guest = createGuestHand(() => driver, spec.id);
const { memory } = await driver.capabilities();
const pageBytes = 4096;

const withClient = async <T>(work: (client: QmpClient) => Promise<T>): Promise<T> => {
  const { folder } = await getMachine(host, spec.id);
  const client = await connectQmp(folder, monitorSockets.operations, { timeoutMs: 10_000 });
  return await work(client).finally(() => client.close());
};

/** All of the guest's RAM as QEMU sees it now. */
const readRam = async (client: QmpClient, name: string): Promise<Buffer> => {
  const { folder } = await getMachine(host, spec.id);
  // The folder of sockets is the one in which QEMU's user may make files.
  const filename = `run/${name}.bin`;
  await client.execute("pmemsave", { val: 0, size: spec.memoryBytes, filename }, { timeoutMs: 60_000 });
  return await readFile(path.join(folder, filename));
};

const generationSchema = z.object({ guid: z.uuid() });

/**
 * The number by which a machine tells its guest that it was put back in time, as it lies in RAM: the first three groups
 * of a UUID with their low byte first (Virtual Machine Generation ID, Microsoft 2018).
 */
const readGeneration = async (client: QmpClient): Promise<Buffer> => {
  const { guid } = generationSchema.parse(await client.execute("query-vm-generation-id"));
  const bytes = Buffer.from(guid.replaceAll("-", ""), "hex");
  bytes.subarray(0, 4).reverse();
  bytes.subarray(4, 6).reverse();
  bytes.subarray(6, 8).reverse();
  return bytes;
};

const findAll = (ram: Buffer, wanted: Buffer): number[] => {
  const places: number[] = [];
  for (let at = ram.indexOf(wanted); at >= 0; at = ram.indexOf(wanted, at + 1)) places.push(at);
  return places;
};

const countDifferent = (before: Buffer, after: Buffer): number => {
  expect(after).toHaveLength(before.length);
  let count = 0;
  for (let at = 0; at < before.length; at += pageBytes) {
    if (before.compare(after, at, at + pageBytes, at, at + pageBytes) !== 0) count += 1;
  }
  return count;
};

beforeAll(async () => {
  await driver.servers.create(spec, image);
  await driver.servers.start(spec.id);
  await guest.waitForAgent();
});

afterAll(async () => {
  await removeMachines(driver);
  clear();
});

test.runIf(memory.method === "background")(
  "brings back each page as it was at the instant, though the guest wrote all the time",
  async () => {
    const writer = "while :; do dd if=/dev/urandom of=/tmp/noise bs=64k count=400; done";
    await guest.run(["/bin/sh", "-c", `(${writer}) </dev/null >/dev/null 2>&1 &`]);
    const machine = await getMachine(host, spec.id);
    const snapshotId = newId();
    const { kept, before, during, oldGeneration } = await withClient(async (client) => {
      const progress = () => undefined;
      const taking = takeMemory(host, { machine, snapshotId, client, method: "background", progress });
      await taking.prepare();
      await taking.hold();
      const before = await readRam(client, "before");
      await taking.take();
      const kept = await taking.finish();
      const during = await readRam(client, "during");
      return { kept, before, during, oldGeneration: await readGeneration(client) };
    });
    // It did write while its RAM was being kept.
    expect(countDifferent(before, during)).toBeGreaterThan(1000);
    await writeRecord(machine, snapshotId, { ...kept, diskBytes: 0, quiesced: null });
    await driver.servers.forceOff(spec.id);
    const target = { serverId: spec.id, snapshotId };
    await driver.snapshots.verify(target);
    await driver.snapshots.revert(target);
    if (!kept.memory) throw new Error("no RAM was kept");
    const client = await loadMemory(host, { machine, snapshotId, memory: kept.memory, options: {} });
    const after = await readRam(client, "after");
    const generation = await readGeneration(client).finally(() => client.close());
    // The one place that must differ: there the guest learns that it was put back.
    const places = findAll(before, oldGeneration).filter((at) =>
      generation.equals(after.subarray(at, at + generation.length)),
    );
    expect(generation.equals(oldGeneration)).toBe(false);
    expect(places).toHaveLength(1);
    oldGeneration.copy(after, places[0]);
    expect(countDifferent(before, after)).toBe(0);
    await driver.servers.start(spec.id);
    await guest.waitForTick();
  },
);

test.runIf(memory.method === "background")(
  "is kept with the guest standing still, and says so, where QEMU refuses the background by then",
  async () => {
    // QEMU refuses the one where the other is on (migrate_caps_check), as it does where the kernel says no.
    const setXbzrle = (state: boolean) =>
      withClient((client) =>
        client.execute("migrate-set-capabilities", { capabilities: [{ capability: "xbzrle", state }] }),
      );
    const target = { serverId: spec.id, snapshotId: newId() };
    await setXbzrle(true);
    const [outcome] = await driver.snapshots.create([target], { mode: "memory" });
    expect(outcome?.memory?.method).toBe("standstill");
    await setXbzrle(false);
    await driver.snapshots.verify(target);
    await guest.waitForTick();
    const [next] = await driver.snapshots.create([{ ...target, snapshotId: newId() }], { mode: "memory" });
    expect(next?.memory?.method).toBe("background");
  },
);
