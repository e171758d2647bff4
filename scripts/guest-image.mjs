// @ts-check
import { createHash } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildInitialFileSystem, guestFiles } from "./guest-image/initrd.mjs";
import { run, unpackGuestPackages } from "./guest-image/packages.mjs";
import { findDataFolder } from "./paths.mjs";

const diskBytes = 2 ** 30;
const outputs = ["vmlinuz", "initrd.lz4", "disk.qcow2", "image.json"];
const builders = ["cpio.mjs", "initrd.mjs", "modules.mjs", "packages.mjs"].map((name) =>
  fileURLToPath(new URL(`./guest-image/${name}`, import.meta.url)),
);

/**
 * Names what the image is made from: our own files and the distribution's release. Newer packages within a release do
 * not make a new image by themselves; removing the folder does.
 */
const computeKey = () => {
  const hash = createHash("sha256");
  const add = (/** @type {string} */ file) => {
    if (statSync(file).isDirectory()) for (const name of readdirSync(file).sort()) add(path.join(file, name));
    else hash.update(`${path.basename(file)}\0${statSync(file).mode & 0o111}\0`).update(readFileSync(file));
  };
  for (const file of [fileURLToPath(import.meta.url), ...builders, guestFiles]) add(file);
  if (existsSync("/etc/os-release")) hash.update(readFileSync("/etc/os-release"));
  return hash.digest("hex");
};

/** @typedef {{ key: string, commandLine: string, kernelVersion: string, packages: string[] }} ImageDescription */

/** @returns {ImageDescription | null} */
const findBuilt = (/** @type {string} */ target, /** @type {string} */ key) => {
  if (!outputs.every((name) => existsSync(path.join(target, name)))) return null;
  const description = JSON.parse(readFileSync(path.join(target, "image.json"), "utf8"));
  return description.key === key ? description : null;
};

/**
 * @param {{ aside: string, key: string, log: (line: string) => void }} options
 * @returns {ImageDescription}
 */
const build = ({ aside, key, log }) => {
  const work = path.join(aside, "work");
  const { kernelVersion, root, packages } = unpackGuestPackages({ folder: work, log });
  log("Packing the guest's kernel, programs and disk");
  copyFileSync(path.join(root, `boot/vmlinuz-${kernelVersion}`), path.join(aside, "vmlinuz"));
  const modules = ["lib/modules", "usr/lib/modules"]
    .map((folder) => path.join(root, folder, kernelVersion))
    .find((folder) => existsSync(folder));
  if (!modules) throw new Error(`No modules for the kernel ${kernelVersion}.`);
  const archive = path.join(work, "initrd.cpio");
  writeFileSync(archive, buildInitialFileSystem({ folder: work, programRoot: root, modules }));
  // The kernel reads lz4's legacy frames only.
  run("lz4", ["-l", "-9", "-q", "-f", archive, path.join(aside, "initrd.lz4")]);

  const raw = path.join(work, "disk.raw");
  writeFileSync(raw, "");
  truncateSync(raw, diskBytes);
  // All tables are made now: a guest that writes them in its first minutes would make its first snapshots bigger.
  run("mkfs.ext4", ["-q", "-F", "-L", "data", "-E", "lazy_itable_init=0,lazy_journal_init=0", raw]);
  run("qemu-img", ["convert", "-f", "raw", "-O", "qcow2", raw, path.join(aside, "disk.qcow2")]);

  const description = { key, commandLine: "console=ttyS0 quiet", kernelVersion, packages };
  writeFileSync(path.join(aside, "image.json"), `${JSON.stringify(description, null, 2)}\n`);
  rmSync(work, { recursive: true });
  // Guests run as another user, who reads the kernel and the initrd.
  for (const name of outputs) chmodSync(path.join(aside, name), 0o644);
  chmodSync(aside, 0o755);
  return description;
};

/**
 * Builds the product's Linux guest from the distribution's packages, without root and without mounts, into
 * `<target>/{vmlinuz,initrd.lz4,disk.qcow2,image.json}`. The folder appears whole or not at all; what is there and up
 * to date is kept.
 * @param {{ target: string, log?: (line: string) => void }} options
 * @returns {Promise<ImageDescription>}
 */
export const buildGuestImage = async ({ target, log = () => {} }) => {
  const folder = path.resolve(target);
  const key = computeKey();
  const built = findBuilt(folder, key);
  if (built) return built;
  if (process.arch !== "x64") throw new Error(`The guest image is made for x64 only, not for ${process.arch}.`);
  mkdirSync(path.dirname(folder), { recursive: true });
  const aside = mkdtempSync(`${folder}.building-`);
  try {
    const description = build({ aside, key, log });
    const old = `${aside}.old`;
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(aside, folder);
    rmSync(old, { recursive: true, force: true });
    return description;
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    // Someone else may have been quicker with the very same image.
    const other = findBuilt(folder, key);
    if (other) return other;
    throw error;
  }
};

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const log = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);
  const target = process.argv[2] ?? path.join(findDataFolder({ log }), "guest");
  const { kernelVersion } = await buildGuestImage({ target, log });
  log(`The guest image with Linux ${kernelVersion} lies in ${target}`);
}
