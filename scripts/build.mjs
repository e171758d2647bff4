// @ts-check
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkBundles } from "./bundle-size.mjs";
import { withLock } from "./lock.mjs";
import { node, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { hashSources } from "./sources.mjs";

const bin = path.join(root, "node_modules/.bin");
const env = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };

/**
 * Does the work unless the mark of the last time names the same sources.
 * @param {string} mark file below the checkout
 * @param {string} hash
 * @param {readonly string[]} outputs that must be there
 * @param {() => Promise<void>} work
 */
const unlessUpToDate = async (mark, hash, outputs, work) => {
  const file = path.join(root, mark);
  const isThere = [mark, ...outputs].every((output) => existsSync(path.join(root, output)));
  if (isThere && readFileSync(file, "utf8") === hash) return false;
  rmSync(file, { force: true });
  await work();
  writeFileSync(file, hash);
  return true;
};

/** Prisma's client from the schema. Returns false where it is up to date. */
export const generateClient = () =>
  unlessUpToDate(
    "server/db/generated/sources-hash",
    hashSources(["prisma/schema.prisma", "prisma.config.ts", "package-lock.json"]),
    ["server/db/generated/client.ts"],
    () =>
      run(node, [path.join(bin, "prisma"), "generate"], {
        cwd: root,
        env: { NO_COLOR: "1", PATH: `${bin}:${process.env.PATH}` },
      }),
  );

/** The worker and what else runs beside the web server, into `dist`. */
export const buildWorker = () =>
  run(node, [path.join(bin, "vite"), "build", "-c", "vite.worker.config.ts"], { cwd: root, env });

/**
 * The web server's and the worker's files; the page's first load is held to its limits. Returns false where the last
 * build had the same sources. Needs the generated client.
 * @param {{ onLine?: (line: string) => void }} [options]
 */
export const buildProduct = ({ onLine = () => {} } = {}) =>
  withLock(
    `build ${root}`,
    () =>
      unlessUpToDate(".next/sources-hash", hashSources(), [".next/BUILD_ID", "dist/worker.mjs"], async () => {
        await Promise.all([run(node, [path.join(bin, "next"), "build"], { cwd: root, env, onLine }), buildWorker()]);
        checkBundles();
      }),
    600_000,
  );

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await generateClient();
  const say = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
  const built = await buildProduct({ onLine: say });
  say(built ? checkBundles().join("\n") : "The build is up to date.");
}
