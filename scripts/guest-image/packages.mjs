// @ts-check
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

const environment = { ...process.env, LC_ALL: "C", DEBIAN_FRONTEND: "noninteractive" };

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string }} [options]
 */
export const run = (command, args, options = {}) => {
  try {
    return execFileSync(command, args, {
      ...options,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 64 * 2 ** 20,
    });
  } catch (error) {
    const detail = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Error(`${command} ${args[0] ?? ""} failed: ${detail}`, { cause: error });
  }
};

/** A kernel for virtual machines: Debian's and Ubuntu's names of it. */
const kernels = ["linux-image-cloud-amd64", "linux-image-virtual"];
const programs = ["busybox-static", "qemu-guest-agent", "e2fsprogs"];
const strongOnly = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"].map(
  (kind) => `--no-${kind}`,
);

/**
 * The packages' strong dependencies, theirs too, by name. One call for all: apt reads its whole cache each time.
 * A name that this distribution does not have is left out.
 * @returns {Map<string, string[]>}
 */
const readDependencies = () => {
  const args = ["depends", "--recurse", ...strongOnly, ...kernels, ...programs];
  const { stdout, error } = spawnSync("apt-cache", args, {
    env: environment,
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
  });
  if (error) throw error;
  /** @type {Map<string, string[]>} */
  const all = new Map();
  /** @type {string[]} */
  let current = [];
  for (const line of stdout.split("\n")) {
    const dependency = /^ [ |](?:Pre)?Depends: ([^<>\s]+)$/.exec(line)?.[1];
    if (dependency) current.push(dependency);
    else if (/^[a-z0-9]/.test(line)) {
      current = [];
      all.set(line.trim(), current);
    }
  }
  return all;
};

/**
 * The kernel's package, by the one without a version that always names the newest.
 * @param {Map<string, string[]>} dependencies
 */
const findKernel = (dependencies) =>
  kernels.flatMap((name) => dependencies.get(name) ?? []).find((name) => /^linux-image-\d/.test(name)) ?? null;

/**
 * The programs with their libraries, over all levels. Only libraries: what the packages' maintainer scripts need is
 * nothing to the guest.
 * @param {Map<string, string[]>} dependencies
 */
const listWithLibraries = (dependencies) => {
  const all = new Set(programs);
  // A set's loop visits what is added on the way.
  for (const name of all) {
    for (const dependency of dependencies.get(name) ?? []) {
      if (/^(lib|zlib)/.test(dependency) && !dependency.includes("perl")) all.add(dependency);
    }
  }
  return [...all];
};

/**
 * Fetches and unpacks what the guest is made of. Nothing is installed.
 * @param {{ folder: string, log: (line: string) => void }} options
 * @returns {{ kernelVersion: string, root: string, packages: string[] }}
 */
export const unpackGuestPackages = ({ folder, log }) => {
  let dependencies = readDependencies();
  if (!findKernel(dependencies) && process.getuid?.() === 0) {
    log("Reading the distribution's package lists");
    run("apt-get", ["update", "-qq"]);
    dependencies = readDependencies();
  }
  const kernel = findKernel(dependencies);
  if (!kernel) throw new Error(`No package of ${kernels.join(" or ")}: run "apt-get update" as root first.`);
  const modules = (dependencies.get(kernel) ?? []).filter((name) => /^linux-modules-\d/.test(name));

  const archives = path.join(folder, "packages");
  const root = path.join(folder, "unpacked");
  mkdirSync(archives, { recursive: true });
  mkdirSync(root, { recursive: true });
  log(`Fetching ${kernel}, busybox and the guest agent from the distribution`);
  const names = [kernel, ...modules, ...listWithLibraries(dependencies)];
  // As root apt would fetch as its own user, who may not write here.
  run("apt-get", ["-q", "-o", "APT::Sandbox::User=root", "download", ...names], { cwd: archives });
  const files = readdirSync(archives).filter((name) => name.endsWith(".deb"));
  for (const file of files) run("dpkg", ["-x", path.join(archives, file), root]);
  const packages = files.map((file) => decodeURIComponent(file.replace(/\.deb$/, ""))).sort();
  return { kernelVersion: kernel.replace(/^linux-image-/, ""), root, packages };
};
