import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { changedBytes, freedBytes } from "../snapshot-usage";
import { withQcow2 } from "./qcow2-tables";
import { readQcow2Usage } from "./qcow2-usage";

const folder = mkdtempSync(path.join(os.tmpdir(), "stillpoint-walk-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Small clusters have small tables: a little disk then has many. */
const clusterBits = 12;
const clusterBytes = 2 ** clusterBits;
const diskClusters = 4096;

const random = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

/** Some may be refused, e.g. to compress what is there already. */
const tryIo = (file: string, commands: readonly string[]) => {
  try {
    const args = commands.flatMap((command) => ["-c", command]);
    execFileSync("qemu-io", ["-d", "unmap", "-f", "qcow2", ...args, file], { stdio: "pipe" });
  } catch {
    return;
  }
};

/** A disk with a past: written, discarded, made zero, compressed, gone back, snapshots taken and removed. */
const makePast = (file: string, seed: number): void => {
  const below = random(seed);
  const snapshot = (...args: string[]) => execFileSync("qemu-img", ["snapshot", ...args, file], { stdio: "pipe" });
  const names: string[] = [];
  const change = (round: number): string => {
    const at = below(diskClusters - 50);
    const place = `${at * 4}k ${(1 + below(40)) * 4}k`;
    const changes = [
      `write -q -P ${round + 1} ${place}`,
      `write -q -P ${round + 101} ${place}`,
      `discard -q ${place}`,
      `write -q -z ${place}`,
      `write -q -c -P ${round + 1} ${at * 4}k 4k`,
    ];
    return changes[below(changes.length)] ?? "";
  };
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", "-o", "cluster_size=4k", file, "16M"]);
  for (let round = 0; round < 9; round += 1) {
    tryIo(
      file,
      Array.from({ length: 14 }, () => change(round)),
    );
    const any = names[below(Math.max(1, names.length))];
    const what = below(4);
    if (any !== undefined && what === 0) snapshot("-a", any);
    if (any !== undefined && what === 1 && names.length > 3)
      snapshot("-d", names.splice(names.indexOf(any), 1)[0] ?? "");
    names.push(`s${round}`);
    snapshot("-c", `s${round}`);
  }
  tryIo(file, ["write -q -P 250 1M 500k"]);
};

type Walked = { name: string; holds: Set<string>; reads: Map<number, string> };

/** The same by the plainest of ways: each state's tables from end to end, all in one go. */
const walk = (file: string): Walked[] => {
  const bytes = readFileSync(file);
  const read = (at: number) => bytes.readBigUInt64BE(at);
  const states = [{ name: "now", at: Number(read(40)), entries: bytes.readUInt32BE(36) }];
  let at = Number(read(64));
  for (let count = bytes.readUInt32BE(60); count > 0; count -= 1) {
    const nameAt = at + 40 + bytes.readUInt32BE(at + 36) + bytes.readUInt16BE(at + 12);
    const end = nameAt + bytes.readUInt16BE(at + 14);
    const entries = bytes.readUInt32BE(at + 8);
    states.push({ name: bytes.toString("utf8", nameAt, end), at: Number(read(at)), entries });
    at = Math.ceil(end / 8) * 8;
  }
  const offsetBits = 0x00ff_ffff_ffff_fe00n;
  const packedBits = 62n - BigInt(clusterBits - 8);
  return states.map(({ name, at: first, entries }) => {
    const holds = new Set<string>();
    const reads = new Map<number, string>();
    for (let from = first; from < first + entries * 8; from += clusterBytes) holds.add(`L1 ${from}`);
    for (let index = 0; index < entries; index += 1) {
      const table = Number(read(first + index * 8) & offsetBits);
      if (table === 0) continue;
      holds.add(`${table / clusterBytes}`);
      for (let place = 0; place < clusterBytes / 8; place += 1) {
        const entry = read(table + place * 8);
        const guest = (index * clusterBytes) / 8 + place;
        if ((entry & (1n << 62n)) !== 0n) {
          const start = entry & ((1n << packedBits) - 1n);
          const sectors = (entry & ((1n << 62n) - 1n)) >> packedBits;
          const last = (start & ~511n) + (sectors + 1n) * 512n - 1n;
          for (let one = start >> 12n; one <= last >> 12n; one += 1n) holds.add(`${one}`);
          reads.set(guest, `packed ${start}`);
          continue;
        }
        const offset = entry & offsetBits;
        if (offset !== 0n) holds.add(`${offset >> 12n}`);
        if (offset !== 0n && (entry & 1n) === 0n) reads.set(guest, `${offset}`);
      }
    }
    return { name, holds, reads };
  });
};

test.each([1, 2, 3])("agrees with a plain walk through every table, past %i", async (seed) => {
  const file = path.join(folder, `${seed}.qcow2`);
  makePast(file, seed);
  const disk = await withQcow2(file, (opened) => readQcow2Usage(opened, { mostShares: 100_000 }));
  const usage = { disks: [{ diskId: "disk", ...disk }], memory: [] };
  const states = walk(file);
  const below = random(seed + 100);
  for (let round = 0; round < 40; round += 1) {
    const going = new Set(disk.snapshotIds.filter(() => below(2) === 0));
    const kept = new Set(states.flatMap(({ holds, name }) => (going.has(name) ? [] : [...holds])));
    const freed = new Set(states.flatMap(({ holds, name }) => (going.has(name) ? [...holds] : [])));
    const bytes = freed.difference(kept).size * clusterBytes;
    expect(freedBytes(usage, going)).toEqual({ bytes, isAtLeast: false });
  }
  for (const one of states)
    for (const other of states) {
      const places = new Set([...one.reads.keys(), ...other.reads.keys()]);
      const differing = [...places].filter((place) => one.reads.get(place) !== other.reads.get(place));
      expect(changedBytes(usage, one.name, other.name)?.bytes).toBe(differing.length * clusterBytes);
    }
});
