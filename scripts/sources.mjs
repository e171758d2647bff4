// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/** What a build is made of. */
const builtFrom = [
  ...["app", "components", "engine", "features", "i18n", "lib", "locales", "prisma", "public", "server", "worker"],
  ...["instrumentation.ts", "instrumentation-client.ts", "next.config.ts", "postcss.config.mjs", "proxy.ts"],
  ...["package-lock.json", "tsconfig.json", "vite.worker.config.ts", "scripts/empty-locale.cjs"],
];
const notBuilt = /(^|\/)(migrations|generated)(\/|$)|\.test\.tsx?$/;

/**
 * One hash of files and folders by name and content.
 * @param {readonly string[]} [entries] paths below the checkout; those that are not there count as such
 */
export const hashSources = (entries = builtFrom) => {
  const hash = createHash("sha256");
  const add = (/** @type {string} */ entry) => {
    const file = path.join(root, entry);
    if (notBuilt.test(entry) || !existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const name of readdirSync(file).sort()) add(path.join(entry, name));
    } else hash.update(`${entry}\0`).update(readFileSync(file)).update("\0");
  };
  for (const entry of entries) add(entry);
  return hash.digest("hex");
};
