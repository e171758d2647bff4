import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { describeDriver, expectCode, makeSpec } from "../contract";
import type { ImageFiles } from "../driver";
import { createMemoryDriver } from "./index";
import { createWorld } from "./world";

const image: ImageFiles = { diskPath: "/nowhere/disk.qcow2", boot: { kind: "disk" } };
const world = createWorld({ tickMs: 20 });

describeDriver("the memory driver", {
  makeDriver: async (options = {}) => createMemoryDriver({ world, ...options }),
  image: () => image,
  memoryMethods: ["background", "standstill"],
  guest: {
    damageMemory: async ({ serverId, snapshotId }) => {
      const kept = world.machines.get(serverId)?.snapshots.get(snapshotId);
      if (kept) kept.isMemoryDamaged = true;
    },
    silenceAgent: async (serverId) => {
      const machine = world.machines.get(serverId);
      if (machine) machine.hasAgent = false;
      return () => {
        if (machine) machine.hasAgent = true;
      };
    },
  },
});

test("fails where a test says, and leaves nothing of a snapshot that failed half-way", async () => {
  const own = createWorld();
  const driver = createMemoryDriver({
    world: own,
    onPoint: (point) => {
      if (point === "snapshots.create.middle") throw new AppError("diskFull");
    },
  });
  const spec = makeSpec();
  await driver.servers.create(spec, image);
  const call = driver.snapshots.create([{ serverId: spec.id, snapshotId: newId() }], { mode: "disks" });
  await expectCode(call, "diskFull");
  expect(await driver.snapshots.list(spec.id)).toEqual([]);
});

test("is at rest at the instant of a quiesced snapshot, and never afterwards, also when that fails", async () => {
  const own = createWorld();
  const seen: (boolean | undefined)[] = [];
  const driver = createMemoryDriver({
    world: own,
    onPoint: (point) => {
      if (point !== "snapshots.create.middle") return;
      seen.push(own.machines.get(spec.id)?.isFrozen);
      if (seen.length === 2) throw new AppError("diskFull");
    },
  });
  const spec = makeSpec();
  await driver.servers.create(spec, image);
  await driver.servers.start(spec.id);
  const create = () =>
    driver.snapshots.create([{ serverId: spec.id, snapshotId: newId() }], { mode: "disks", quiesce: true });
  await create();
  expect(own.machines.get(spec.id)?.isFrozen).toBe(false);
  await expectCode(create(), "diskFull");
  expect(seen).toEqual([true, true]);
  expect(own.machines.get(spec.id)?.isFrozen).toBe(false);
});

test("counts with its world's clock, and only while it runs", async () => {
  let now = 1_000_000;
  const driver = createMemoryDriver({ world: createWorld({ now: () => now }) });
  const spec = makeSpec();
  await driver.servers.create(spec, image);
  const read = async (file: string) => (await driver.agent.run(spec.id, ["/bin/cat", file], { timeoutMs: 1 })).stdout;
  await driver.servers.start(spec.id);
  now += 5_000;
  expect(await read("/run/ram")).toBe("10\n");
  await driver.servers.forceOff(spec.id);
  now += 60_000;
  await driver.servers.start(spec.id);
  expect(await read("/run/ram")).toBe("0\n");
  expect(await read("/data/counter")).toBe("10\n");
});
