import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { findDataFolder, makeDataFolder } from "@/scripts/paths.mjs";
import { describeMachine, type Figure, type Group } from "./figures";

const groups: Readonly<Record<string, () => Promise<Group>>> = {
  engine: async () => (await import("./engine")).measureEngine,
  panel: async () => (await import("./panel")).measurePanel,
  start: async () => (await import("./start")).measureStart,
};

const mark = (met: Figure["met"]): string => (met === null ? "" : met ? "met" : "MISSED");

const printTable = (figures: readonly Figure[]): void => {
  const rows = figures.map(({ name, unit, value, spread, goal, met }) => [
    name,
    `${value} ${unit}`,
    `${spread.min} … ${spread.max}`,
    goal === null ? "" : `≤ ${goal} ${unit}`,
    mark(met),
  ]);
  const lines = [["figure", "value", "spread", "goal", ""], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const padded = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  process.stdout.write(`${padded.join("\n")}\n\n`);
};

/** Measures the groups one after the other; false when a goal was missed. */
export const runGroups = async (names: readonly string[]): Promise<boolean> => {
  const folder = path.join(makeDataFolder(findDataFolder()), "bench");
  await mkdir(folder, { recursive: true });
  let isGood = true;
  for (const name of names) {
    const measure = await groups[name]?.();
    if (!measure) throw new Error(`no group ${name}`);
    process.stdout.write(`${name}\n`);
    const figures = await measure();
    const file = path.join(folder, `${name}.json`);
    await writeFile(file, `${JSON.stringify({ machine: describeMachine(), figures }, null, 2)}\n`);
    printTable(figures);
    process.stdout.write(`written to ${file}\n\n`);
    isGood &&= figures.every(({ met }) => met !== false);
  }
  return isGood;
};
