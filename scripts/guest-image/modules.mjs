// @ts-check
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

const nameOf = (/** @type {string} */ file) =>
  path
    .basename(file)
    .replace(/\.ko(\.\w+)?$/, "")
    .replaceAll("-", "_");

const listFiles = (/** @type {string} */ folder) => {
  /** @type {string[]} */
  const files = [];
  const visit = (/** @type {string} */ at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      const full = path.join(at, entry.name);
      if (entry.isDirectory()) visit(full);
      else if (/\.ko(\.\w+)?$/.test(entry.name)) files.push(full);
    }
  };
  visit(folder);
  return files;
};

const decompress = (/** @type {string} */ command, /** @type {string} */ file) =>
  execFileSync(command, ["-dc", file], { maxBuffer: 64 * 2 ** 20, stdio: ["ignore", "pipe", "inherit"] });

/** Debian packs modules plain or as xz, Ubuntu as zstd; busybox' insmod takes plain ones only. */
const readModule = (/** @type {string} */ file) => {
  if (file.endsWith(".gz")) return zlib.gunzipSync(readFileSync(file));
  if (file.endsWith(".xz")) return decompress("xz", file);
  if (!file.endsWith(".zst")) return readFileSync(file);
  const builtIn = "zstdDecompressSync" in zlib ? zlib.zstdDecompressSync : null;
  return typeof builtIn === "function" ? builtIn(readFileSync(file)) : decompress("zstd", file);
};

/**
 * Copies kernel modules and all they depend on, and writes the order to load them in to `order`. What a module needs
 * is read from itself: the package has no modules.dep before it is installed.
 * @param {{ from: string, to: string, required: string[], optional: string[] }} options `from` is lib/modules/<version>
 */
export const copyModules = ({ from, to, required, optional }) => {
  const files = new Map(listFiles(path.join(from, "kernel")).map((file) => [nameOf(file), file]));
  const builtInList = path.join(from, "modules.builtin");
  const builtIn = new Set(existsSync(builtInList) ? readFileSync(builtInList, "utf8").split("\n").map(nameOf) : []);
  mkdirSync(to, { recursive: true });
  /** @type {string[]} */
  const order = [];
  const seen = new Set();
  const add = (/** @type {string} */ name, /** @type {boolean} */ isRequired) => {
    if (seen.has(name)) return;
    seen.add(name);
    const file = files.get(name);
    if (!file) {
      if (isRequired && !builtIn.has(name)) throw new Error(`The kernel has no module ${name}.`);
      return;
    }
    const content = readModule(file);
    const depends = /\0depends=([^\0]*)/.exec(content.toString("latin1"))?.[1] ?? "";
    for (const dependency of depends.split(",").filter(Boolean)) add(dependency.replaceAll("-", "_"), true);
    writeFileSync(path.join(to, `${name}.ko`), content);
    order.push(name);
  };
  for (const name of required) add(name, true);
  for (const name of optional) add(name, false);
  writeFileSync(path.join(to, "order"), `${order.join("\n")}\n`);
};
