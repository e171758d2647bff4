import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import path from "node:path";
import type { Driver } from "@/engine/drivers/driver";
import { newId } from "@/lib/ids";
import { makeSpec, setBenchHost } from "./engine-host";
import { type Figure, median, toFigure } from "./figures";

const depths = [1, 50, 200] as const;
const rounds = 7;
const kinds = ["create", "revert", "delete"] as const;
type Kind = (typeof kinds)[number];
type Samples = Readonly<Record<Kind, number[]>>;

const timed = async (work: () => unknown): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** Makes one more snapshot, goes back to it and deletes it, over and over. */
const measure = async (work: (kind: Kind, id: string) => unknown): Promise<Samples> => {
  const samples: Samples = { create: [], revert: [], delete: [] };
  for (let round = 0; round < rounds; round += 1) {
    const id = newId();
    for (const kind of kinds) samples[kind].push(await timed(() => work(kind, id)));
  }
  return samples;
};

const ours = (driver: Driver, serverId: string) => (kind: Kind, snapshotId: string) => {
  const target = { serverId, snapshotId };
  if (kind === "create") return driver.snapshots.create([target], { mode: "disks" });
  return kind === "revert" ? driver.snapshots.revert(target) : driver.snapshots.remove(target);
};

const flags: Readonly<Record<Kind, string>> = { create: "-c", revert: "-a", delete: "-d" };

/** The same by nothing but qemu-img, on copies of the same disks. */
const bare = (disks: readonly string[]) => (kind: Kind, id: string) => {
  for (const disk of disks) execFileSync("qemu-img", ["snapshot", flags[kind], id, disk], { stdio: "pipe" });
};

/** Snapshots of a stopped machine with two disks, beside ever more that are there already. */
export const measureDepth = async (): Promise<Figure[]> => {
  const { clear, dataDir, driver, makeImage } = await setBenchHost();
  const figures: Figure[] = [];
  const medians = new Map<string, number>();
  try {
    const spec = makeSpec(256);
    await driver.servers.create(spec, makeImage());
    let made = 0;
    for (const depth of depths) {
      for (; made < depth; made += 1) await ours(driver, spec.id)("create", newId());
      const files = spec.disks.map(({ id }) => path.join(dataDir, "machines", spec.id, `${id}.qcow2`));
      const copies = files.map((_, index) => path.join(dataDir, `bare-${index}.qcow2`));
      for (const [index, file] of files.entries()) copyFileSync(file, copies[index] ?? "");
      const [product, tool] = [await measure(ours(driver, spec.id)), await measure(bare(copies))];
      for (const kind of kinds) {
        const name = `${kind} beside ${depth} snapshots`;
        medians.set(`${kind} ${depth}`, median(product[kind]));
        figures.push(
          toFigure({ name: `${name}, disks`, unit: "ms", samples: product[kind] }),
          toFigure({ name: `${name}, qemu-img alone`, unit: "ms", samples: tool[kind] }),
        );
      }
    }
    for (const kind of kinds) {
      const [first, last] = [medians.get(`${kind} 1`), medians.get(`${kind} 200`)];
      const growth = (100 * (last ?? Number.NaN)) / (first ?? Number.NaN);
      figures.push(toFigure({ name: `${kind} beside 200 against 1`, unit: "%", samples: [growth], goal: 150 }));
    }
    return figures;
  } finally {
    await clear();
  }
};
