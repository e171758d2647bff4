import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freedBytes, uniqueBytes } from "@/engine";
import { withQcow2 } from "@/engine/drivers/qemu/qcow2-tables";
import { readQcow2Usage } from "@/engine/drivers/qemu/qcow2-usage";
import { type Figure, toFigure } from "./figures";

const snapshots = 200;
const diskClusters = (10 * 2 ** 30) / 65_536;
const writesBetween = 100;
const rounds = 5;

/** The same places each time: a figure must not depend on luck. */
const scattered = (() => {
  let state = 1;
  return (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % diskClusters;
  };
})();

/** A full disk of 10 GB, without its bytes: what is measured reads tables only. */
const makeDisk = (file: string): void => {
  const options = "cluster_size=64k,lazy_refcounts=off,preallocation=metadata";
  execFileSync("qemu-img", ["create", "-q", "-f", "qcow2", "-o", options, file, "10G"]);
  for (let count = 0; count < snapshots; count += 1) {
    const writes = Array.from({ length: writesBetween }, () => ["-c", `write -q ${scattered() * 64}k 4k`]).flat();
    execFileSync("qemu-io", ["-f", "qcow2", ...writes, file]);
    execFileSync("qemu-img", ["snapshot", "-c", `snapshot-${count}`, file]);
  }
};

/** How long it takes to know what each of 200 snapshots on 10 GB holds alone, and what any selection would free. */
export const measureUsage = async (): Promise<Figure[]> => {
  const folder = mkdtempSync(path.join(tmpdir(), "stillpoint-bench-"));
  const file = path.join(folder, "disk.qcow2");
  try {
    makeDisk(file);
    const read: number[] = [];
    const ask: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      let begun = performance.now();
      const disk = await withQcow2(file, (opened) => readQcow2Usage(opened, { mostShares: 20_000 }));
      const usage = { disks: [{ diskId: "disk", ...disk }], memory: [] };
      if (uniqueBytes(usage).size !== snapshots) throw new Error("not all snapshots were measured");
      read.push(performance.now() - begun);
      begun = performance.now();
      freedBytes(usage, new Set(disk.snapshotIds.filter((_, index) => index % 2 === 0)));
      ask.push(performance.now() - begun);
    }
    const name = `${snapshots} snapshots, 10 GB`;
    return [
      toFigure({ name: `unique bytes, ${name}`, unit: "ms", samples: read, goal: 2000 }),
      toFigure({ name: `freed by every second, ${name}`, unit: "ms", samples: ask }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
