// @ts-check
// How much JavaScript a page's first load takes, as it goes over the wire, and what it may take.
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { root } from "./paths.mjs";

/** Kilobytes (1000 bytes) compressed. The snapshots tab has the table, the time axis and the dialogs. */
const plainLimit = 180;
const tabLimit = 250;
const limits = new Map([
  ["/servers/[serverId]/snapshots", tabLimit],
  // The tab with one of its snapshots open beside the list.
  ["/servers/[serverId]/snapshots/[snapshotId]", tabLimit],
]);

/** @typedef {{ route: string, kilobytes: number, limit: number }} Bundle */

/** @returns {Bundle[]} */
export const measureBundles = () => {
  // Next prints no sizes any more, but writes down which files each route begins with.
  const stats = path.join(root, ".next/diagnostics/route-bundle-stats.json");
  if (!existsSync(stats)) throw new Error("the build has left no .next/diagnostics/route-bundle-stats.json");
  /** @type {Map<string, number>} */
  const weights = new Map();
  const weigh = (/** @type {string} */ file) => {
    const known = weights.get(file);
    if (known !== undefined) return known;
    const weight = gzipSync(readFileSync(path.join(root, file)), { level: 6 }).length;
    weights.set(file, weight);
    return weight;
  };
  /** @type {{ route: string, firstLoadChunkPaths: string[] }[]} */
  const routes = JSON.parse(readFileSync(stats, "utf8"));
  return routes.map(({ route, firstLoadChunkPaths }) => ({
    route,
    kilobytes: firstLoadChunkPaths.reduce((sum, file) => sum + weigh(file), 0) / 1000,
    limit: limits.get(route) ?? plainLimit,
  }));
};

/** Throws if a page is above its limit, or if there is no page to measure. */
export const checkBundles = () => {
  const bundles = measureBundles();
  if (bundles.length === 0) throw new Error("the build has no page");
  const lines = bundles.map(
    ({ route, kilobytes, limit }) =>
      `${kilobytes > limit ? "✗" : "✓"} ${route.padEnd(32)} ${kilobytes.toFixed(1).padStart(6)} kB of ${limit} kB`,
  );
  const above = bundles.filter(({ kilobytes, limit }) => kilobytes > limit);
  if (above.length > 0) throw new Error(`too much JavaScript at first load (compressed)\n${lines.join("\n")}`);
  return lines;
};

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${checkBundles().join("\n")}\n`);
}
