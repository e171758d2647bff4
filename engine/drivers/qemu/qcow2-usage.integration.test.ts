import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { expectCode, mebibyte } from "../contract";
import { changedBytes, freedBytes, type SnapshotUsage, uniqueBytes } from "../snapshot-usage";
import { toAppError } from "./failure";
import { withQcow2 } from "./qcow2-tables";
import { readQcow2Usage } from "./qcow2-usage";

const folder = mkdtempSync(path.join(os.tmpdir(), "stillpoint-qcow2-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let made = 0;
const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: "pipe" }).toString();

/** A disk as the driver makes them, written to by QEMU's own tools. */
const makeDisk = (size: string, ...options: string[]) => {
  made += 1;
  const file = path.join(folder, `${made}.qcow2`);
  run("qemu-img", "create", "-q", "-f", "qcow2", "-o", ["cluster_size=64k", ...options].join(","), file, size);
  const io = (...commands: string[]) =>
    run("qemu-io", "-d", "unmap", "-f", "qcow2", ...commands.flatMap((command) => ["-c", command]), file);
  const img = (...args: string[]) => run("qemu-img", ...args, file);
  return {
    file,
    io,
    take: (name: string) => img("snapshot", "-c", name),
    revert: (name: string) => img("snapshot", "-a", name),
    remove: (name: string) => img("snapshot", "-d", name),
    check: () => JSON.parse(img("check", "--output=json")),
    bytes: () => statSync(file).blocks * 512,
    usage: async (mostShares = 1000): Promise<SnapshotUsage> => {
      const read = withQcow2(file, (opened) => readQcow2Usage(opened, { mostShares }));
      const usage = await read.catch((error: unknown) => {
        throw toAppError(error);
      });
      return { disks: [{ diskId: "disk", ...usage }], memory: [] };
    },
  };
};

const freed = (usage: SnapshotUsage, ...ids: string[]) => freedBytes(usage, new Set(ids)).bytes;
/** Tables of a snapshot and what the file system rounds up to. */
const aLittle = 0.5 * mebibyte;

test("foretells what the file shrinks by, alone and together", async () => {
  const disk = makeDisk("1G");
  disk.io("write -P 1 0 64M");
  disk.take("a");
  disk.io("write -P 2 0 8M", "write -P 2 100M 4M");
  disk.take("b");
  disk.take("c");
  disk.io("write -P 3 4M 16M");
  const usage = await disk.usage();
  const unique = uniqueBytes(usage);
  // Written over once after "a": its first 4 MB and the next 4. The 12 behind those are older and go with all three.
  expect(unique.get("a")).toBeGreaterThanOrEqual(8 * mebibyte);
  expect(unique.get("a")).toBeLessThan(8 * mebibyte + aLittle);
  for (const id of ["b", "c"]) expect(unique.get(id)).toBeLessThan(aLittle);
  expect(freed(usage, "b", "c") - 4 * mebibyte).toBeLessThan(aLittle);
  expect(freed(usage, "a", "b", "c") - 24 * mebibyte).toBeLessThan(aLittle);
  expect(freed(usage, "a", "b", "c")).toBeGreaterThanOrEqual(24 * mebibyte);

  expect(changedBytes(usage, "a", "b")).toEqual({ bytes: 12 * mebibyte, disks: 1, isAtLeast: false });
  expect(changedBytes(usage, "b", "c")).toEqual({ bytes: 0, disks: 0, isAtLeast: false });
  expect(changedBytes(usage, "a", "now")).toEqual({ bytes: 24 * mebibyte, disks: 1, isAtLeast: false });

  let before = disk.bytes();
  const shrinks = (foretold: number) => {
    const really = before - disk.bytes();
    before = disk.bytes();
    expect(Math.abs(really - foretold)).toBeLessThan(aLittle);
  };
  disk.remove("b");
  disk.remove("c");
  shrinks(freed(usage, "b", "c"));
  const foretold = freed(await disk.usage(), "a");
  disk.remove("a");
  shrinks(foretold);
  expect(disk.check()).toMatchObject({ "check-errors": 0 });
});

test("counts every cluster of the present that qemu-img counts", async () => {
  const disk = makeDisk("3G");
  disk.io("write -P 1 0 1M", "write -P 1 700M 3M", "write -P 1 2900M 10M", "discard 701M 1M");
  disk.take("a");
  disk.io("write -P 2 2905M 20M");
  const [found] = (await disk.usage()).disks;
  const present = found?.snapshotIds.length ?? 0;
  const held = found?.shares.filter(({ holders }) => holders.at(-1) === present) ?? [];
  const tables = 4 * 65_536;
  const bytes = held.reduce((sum, { keptBytes }) => sum + keptBytes, 0);
  expect((bytes - tables) / 65_536).toBe(disk.check()["allocated-clusters"]);
});

test("knows a branch: what the present shares with an older state is not freed with the newer ones", async () => {
  const disk = makeDisk("1G");
  disk.io("write -P 1 0 8M");
  disk.take("a");
  disk.io("write -P 2 0 8M", "write -P 2 32M 2M");
  disk.take("b");
  disk.revert("a");
  const usage = await disk.usage();
  expect(changedBytes(usage, "a", "now")).toEqual({ bytes: 0, disks: 0, isAtLeast: false });
  expect(changedBytes(usage, "b", "now")?.bytes).toBe(10 * mebibyte);
  expect(freed(usage, "b")).toBeGreaterThanOrEqual(10 * mebibyte);
  expect(freed(usage, "a")).toBeLessThan(aLittle);
});

test("sees what was discarded or made zero as changed, and still held where it is", async () => {
  const disk = makeDisk("1G");
  disk.io("write -P 1 0 8M");
  disk.take("a");
  disk.io("discard 0 2M", "write -z 4M 1M");
  const usage = await disk.usage();
  expect(changedBytes(usage, "a", "now")?.bytes).toBe(3 * mebibyte);
  const before = disk.bytes();
  disk.remove("a");
  expect(Math.abs(before - disk.bytes() - freed(usage, "a"))).toBeLessThan(aLittle);
});

test("counts compressed clusters by what they take, and as changed once each", async () => {
  const disk = makeDisk("1G");
  const clusters = Array.from({ length: 64 }, (_, at) => `write -c -P ${at} ${at * 64}k 64k`);
  disk.io(...clusters);
  disk.take("a");
  disk.io("write -P 99 0 2M");
  const usage = await disk.usage();
  expect(changedBytes(usage, "a", "now")?.bytes).toBe(2 * mebibyte);
  const packed = 2 * 65_536;
  // The first half of what lies packed, in whole clusters, beside the snapshot's own tables.
  expect(freed(usage, "a")).toBeLessThan(2 * packed + 3 * 65_536);
  const before = disk.bytes();
  disk.remove("a");
  expect(Math.abs(before - disk.bytes() - freed(usage, "a"))).toBeLessThanOrEqual(65_536);
});

test("reads offsets beyond 2 and 4 GB of the file", async () => {
  // Room is taken without being written, so that what is written next lies far behind.
  const disk = makeDisk("8G", "preallocation=metadata");
  disk.io("write -P 1 5G 2M");
  disk.take("a");
  disk.io("write -P 2 5G 2M");
  expect(statSync(disk.file).size).toBeGreaterThan(2 ** 33);
  const usage = await disk.usage();
  expect(changedBytes(usage, "a", "now")?.bytes).toBe(2 * mebibyte);
  const [found] = usage.disks;
  const alone = found?.shares.filter(({ holders }) => holders[0] === 0 && holders[1] === 0) ?? [];
  expect(alone.reduce((sum, { sameBytes }) => sum + sameBytes, 0)).toBe(2 * mebibyte);
});

test("says 'at least' where it leaves shares out, and what a snapshot holds alone stays exact", async () => {
  const disk = makeDisk("1G");
  for (let round = 0; round < 6; round += 1) {
    disk.io(`write -P ${round + 1} ${round}M 4M`);
    disk.take(`s${round}`);
  }
  const whole = await disk.usage();
  const cut = await disk.usage(2);
  expect(uniqueBytes(cut)).toEqual(uniqueBytes(whole));
  const all = new Set(whole.disks[0]?.snapshotIds);
  expect(freedBytes(whole, all).isAtLeast).toBe(false);
  expect(freedBytes(cut, all).isAtLeast).toBe(true);
  expect(freedBytes(cut, all).bytes).toBeLessThanOrEqual(freedBytes(whole, all).bytes);
});

test("refuses what it does not know or what is damaged", async () => {
  const code = "engineFailed";
  await expectCode(makeDisk("64M", "extended_l2=on").usage(), code);
  await expectCode(makeDisk("64M", `data_file=${path.join(folder, "data")}`).usage(), code);
  const inside = makeDisk("64M");
  inside.io("write 0 1M");
  inside.take("a");
  const sound = readFileSync(inside.file);
  const spoilt = async (spoil: (bytes: Buffer) => void) => {
    const bytes = Buffer.from(sound);
    spoil(bytes);
    writeFileSync(inside.file, bytes);
    await expectCode(inside.usage(), code);
  };
  await spoilt((bytes) => bytes.writeUInt32BE(0, 0));
  await spoilt((bytes) => bytes.writeUInt32BE(40, 20));
  // An unknown incompatible feature, and the mark that the file is known to be damaged.
  await spoilt((bytes) => bytes.writeUInt8(1, 72));
  await spoilt((bytes) => bytes.writeUInt8(2, 79));
  await spoilt((bytes) => bytes.writeUInt32BE(100_000, 60));
  await spoilt((bytes) => bytes.writeBigUInt64BE(2n ** 50n, 64));
  await spoilt((bytes) => bytes.writeUInt32BE(2 ** 30, 36));
  const firstLevel = Number(sound.readBigUInt64BE(40));
  await spoilt((bytes) => bytes.writeBigUInt64BE(2n ** 40n, firstLevel));
  await spoilt((bytes) => bytes.writeBigUInt64BE(512n, firstLevel));
  const secondLevel = Number(sound.readBigUInt64BE(firstLevel) & 0x00ff_ffff_ffff_fe00n);
  await spoilt((bytes) => bytes.writeBigUInt64BE(2n ** 40n, secondLevel));
});
