// @ts-check
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. (`import.meta.dirname` is younger than the oldest Node that starts us.) */
export const root = fileURLToPath(new URL("../", import.meta.url)).replace(/\/$/, "");

/** Node of the lock file, whatever Node started us. It is there after `npm ci`. */
export const node = path.join(root, "node_modules/.bin/node");

export const isRoot = () => process.getuid?.() === 0;

const owner = 0o100;
const others = 0o001;

/**
 * The first folder on the way to `target` that the user may not enter, or null. Folders that are not there yet count
 * as open: we make them.
 * @param {string} target
 * @param {number} uid a user without groups
 */
export const findClosedParent = (target, uid) => {
  const parts = path.resolve(target).split("/").filter(Boolean);
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const folder = `/${parts.slice(0, depth).join("/")}`;
    const stat = statSync(folder, { throwIfNoEntry: false });
    if (!stat) return null;
    if ((stat.mode & (stat.uid === uid ? owner : others)) === 0) return folder;
  }
  return null;
};

/** Any user that owns nothing: guests and PostgreSQL run as such where we are root. */
const stranger = 65534;

/**
 * The folder for all that lives: `STILLPOINT_DATA`, else `var` in the checkout. Root's guests and PostgreSQL run as
 * other users, who can't enter a checkout in root's closed home; then it lies below /var/lib.
 * @param {{ env?: Record<string, string | undefined>, log?: (line: string) => void }} [options]
 */
export const findDataFolder = ({ env = process.env, log = () => {} } = {}) => {
  if (env.STILLPOINT_DATA) return path.resolve(env.STILLPOINT_DATA);
  const usual = path.join(root, "var");
  const closed = isRoot() ? findClosedParent(root, stranger) : null;
  if (!closed) return usual;
  const folder = `/var/lib/stillpoint-${createHash("sha256").update(root).digest("hex").slice(0, 8)}`;
  log(`Data lies in ${folder}, because other users can't enter ${closed}.`);
  return folder;
};

/** Stands in a data folder that was made for us, so that it may be deleted as a whole. */
const mark = ".stillpoint";

/** @param {string} folder */
export const isOurs = (folder) => existsSync(path.join(folder, mark));

/**
 * Makes the data folder. Where we are root others may pass through it, not list it.
 * @param {string} folder
 */
export const makeDataFolder = (folder) => {
  mkdirSync(folder, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
  if (readdirSync(folder).length === 0) writeFileSync(path.join(folder, mark), "");
  const { mode } = statSync(folder);
  if (isRoot() && (mode & others) === 0) chmodSync(folder, (mode & 0o777) | others);
  return folder;
};
