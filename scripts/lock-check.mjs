// @ts-check
// What `npm install` lets pass and `npm ci` on another machine stumbles over.
import { readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/**
 * @typedef {object} Entry
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [inBundle]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * The entry that Node would find from a package's folder, or null.
 * @param {Record<string, Entry>} packages
 * @param {string} from
 * @param {string} name
 */
const findEntry = (packages, from, name) => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
    const entry = packages[`${folder && `${folder}/`}node_modules/${name}`];
    if (entry) return entry;
    if (folder === "") return null;
  }
};

/** An address of a mirror works where the mirror is; without one npm asks the registry it is set to. */
const usualHost = "registry.npmjs.org";

/**
 * @param {{ packages?: Record<string, Entry> }} lock
 * @returns {string[]} faults in words
 */
export const findLockFaults = ({ packages = {} }) => {
  const faults = [];
  if (Object.keys(packages).length < 2) faults.push("the lock file names no packages");
  for (const [place, entry] of Object.entries(packages)) {
    const name = place || "the project";
    for (const [wanted, range] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!findEntry(packages, place, wanted)) faults.push(`${name} wants ${wanted}@${range}, which has no entry`);
    }
    if (place === "" || entry.link || entry.inBundle) continue;
    if (!entry.integrity) faults.push(`${name} has no integrity`);
    if (entry.resolved && new URL(entry.resolved).host !== usualHost)
      faults.push(`${name} comes from ${new URL(entry.resolved).host}`);
  }
  return faults;
};

/** Throws if the project's lock file has faults. */
export const checkLock = () => {
  const faults = findLockFaults(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
  if (faults.length > 0) throw new Error(`package-lock.json:\n${faults.join("\n")}`);
};
