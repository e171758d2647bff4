// @ts-check
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { packInitialFileSystem } from "./cpio.mjs";
import { copyModules } from "./modules.mjs";
import { run } from "./packages.mjs";

/** What the guest runs of its own: start, counters, page. */
export const guestFiles = fileURLToPath(new URL("../guest/", import.meta.url));

const findFile = (/** @type {string} */ root, /** @type {string[]} */ candidates) => {
  const found = candidates.map((candidate) => path.join(root, candidate)).find((file) => existsSync(file));
  if (!found) throw new Error(`None of ${candidates.join(", ")} is in the unpacked packages.`);
  return found;
};

const libraryFolders = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib", "lib"];

/**
 * Copies a program with exactly the libraries that the loader of the same packages would give it.
 * @param {{ root: string, program: string, to: string }} options
 */
const copyProgram = ({ root, program, to }) => {
  const loader = findFile(root, [
    "lib64/ld-linux-x86-64.so.2",
    "usr/lib64/ld-linux-x86-64.so.2",
    ...libraryFolders.map((folder) => `${folder}/ld-linux-x86-64.so.2`),
  ]);
  const search = libraryFolders.map((folder) => path.join(root, folder)).join(":");
  const listing = run(loader, ["--library-path", search, "--list", program]).toString();
  if (/not found/.test(listing)) throw new Error(`A library of ${path.basename(program)} is missing: ${listing}`);
  copyFileSync(program, path.join(to, "usr/sbin", path.basename(program)));
  copyFileSync(realpathSync(loader), path.join(to, "lib64/ld-linux-x86-64.so.2"));
  for (const [, name, file] of listing.matchAll(/^\s*(\S+) => (\S+)/gm)) {
    if (name && file && !name.startsWith("/"))
      copyFileSync(realpathSync(file), path.join(to, "lib/x86_64-linux-gnu", name));
  }
};

/**
 * Makes the guest's root below `folder` and returns it packed, not yet compressed.
 * @param {{ folder: string, programRoot: string, modules: string }} options
 */
export const buildInitialFileSystem = ({ folder, programRoot, modules }) => {
  const to = path.join(folder, "root");
  const folders = [
    "bin",
    "sbin",
    "usr/bin",
    "usr/sbin",
    "lib/x86_64-linux-gnu",
    "lib64",
    "lib/modules",
    "etc",
    "www",
    "proc",
    "sys",
    "dev",
    "tmp",
    "run",
    "data",
    "var",
    "usr/var/run",
  ];
  for (const name of folders) mkdirSync(path.join(to, name), { recursive: true });

  const busybox = findFile(programRoot, ["bin/busybox", "usr/bin/busybox"]);
  copyFileSync(busybox, path.join(to, "bin/busybox"));
  const applets = run(busybox, ["--list"]).toString().split("\n").filter(Boolean);
  for (const name of applets) {
    if (name !== "busybox") symlinkSync("/bin/busybox", path.join(to, name === "init" ? "sbin" : "bin", name));
  }

  copyProgram({ root: programRoot, program: findFile(programRoot, ["usr/sbin/qemu-ga", "usr/bin/qemu-ga"]), to });
  copyProgram({ root: programRoot, program: findFile(programRoot, ["sbin/resize2fs", "usr/sbin/resize2fs"]), to });
  copyModules({
    from: modules,
    to: path.join(to, "lib/modules"),
    required: ["virtio_pci", "virtio_blk", "virtio_console", "virtio_net", "ext4"],
    optional: ["crc32c_generic", "button", "evdev"],
  });
  cpSync(guestFiles, to, { recursive: true });
  chmodSync(to, 0o755);
  return packInitialFileSystem(to);
};
