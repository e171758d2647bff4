// @ts-check
import { existsSync, rmSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { findDataFolder, isOurs } from "./paths.mjs";
import { stopProduct } from "./stop-product.mjs";

const log = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
const dataDir = findDataFolder();

const isWanted = async () => {
  if (process.argv.includes("--yes")) return true;
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `This ends Stillpoint with all its guests and deletes ${dataDir}: every server, every snapshot, every account. Type "remove" to go on: `,
  );
  terminal.close();
  return answer.trim() === "remove";
};

if (!existsSync(dataDir)) {
  log(`There is nothing at ${dataDir}.`);
} else if (!isOurs(dataDir)) {
  log(`${dataDir} was there before Stillpoint, so it is not deleted: remove by hand what is not wanted.`);
  process.exitCode = 1;
} else if (await isWanted()) {
  await stopProduct({ dataDir, guests: true, log });
  rmSync(dataDir, { recursive: true });
  log(`${dataDir} is gone. The checkout itself can be deleted like any folder.`);
} else {
  log("Nothing was removed. npm run remove -- --yes does it without asking.");
  process.exitCode = 1;
}
