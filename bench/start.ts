import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { waitUntil } from "@/e2e/helpers/processes";
import { endAll, launchProduct, makeTemporaryDataFolder, statusOf } from "@/e2e/helpers/stack";
import { root } from "@/scripts/paths.mjs";
import { type Group, toFigure } from "./figures";

const giveUpMs = 900_000;

/** From the command until the sign-in page answers, s. The product is ended again, the data folder stays. */
const timeStart = async (checkout: string, dataDir: string): Promise<number> => {
  const begun = performance.now();
  const product = await launchProduct({ command: "demo", dataDir, checkout });
  try {
    const isUp = async () => (await statusOf(`${product.url}/sign-in`)) === 200;
    await waitUntil(async () => product.isOver() || (await isUp()), giveUpMs);
    if (!(await isUp())) throw new Error(`the sign-in page did not come:\n${product.readLog().slice(-4_000)}`);
    const seconds = (performance.now() - begun) / 1000;
    // The demo goes on making its guests; a start is only repeated once it has been whole.
    await waitUntil(product.isWhole, 120_000);
    return seconds;
  } finally {
    await product.end();
  }
};

/** A fresh clone of what is committed, with npm's cache as it is, and then starts of the same again. */
export const measureStart: Group = async () => {
  const checkout = mkdtempSync(path.join(tmpdir(), "stillpoint-clone-"));
  const dataDir = makeTemporaryDataFolder();
  try {
    execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, checkout]);
    const first = await timeStart(checkout, dataDir);
    const second: number[] = [];
    for (let round = 0; round < 3; round += 1) second.push(await timeStart(checkout, dataDir));
    return [
      toFigure({ name: "fresh clone to sign-in page, packages cached", unit: "s", samples: [first], goal: 150 }),
      toFigure({ name: "second start to sign-in page", unit: "s", samples: second, goal: 10 }),
    ];
  } finally {
    const left = await endAll(dataDir);
    if (left.length > 0) process.stderr.write(`still there: ${left.join("; ")}\n`);
    rmSync(dataDir, { recursive: true, force: true });
    rmSync(checkout, { recursive: true, force: true });
  }
};
