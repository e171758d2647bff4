// @ts-check
// The distribution's packages that the product needs. Runs before `npm ci`: plain Node, no npm package.
import { spawnSync } from "node:child_process";
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isRoot } from "./paths.mjs";
import { run } from "./run.mjs";

/** @typedef {"run" | "test"} Purpose */

/** Machines, the guest image (its modules are packed by xz or zstd), and lesser rights for what we start. */
const forRunning = ["qemu-system-x86", "qemu-utils", "lz4", "xz-utils", "zstd", "e2fsprogs", "dpkg", "util-linux"];

/** Something is wrong with the machine, and a person can put it right: the message says how, no stack helps. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}

/** @param {string} command */
const findCommand = (command) => {
  const folders = `${process.env.PATH ?? ""}:/usr/sbin:/sbin`.split(":").filter(Boolean);
  for (const file of folders.map((folder) => path.join(folder, command))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not here.
    }
  }
  return null;
};

/** The browser for the tests: the one that CHROMIUM names, else one in the PATH. */
export const findChromium = () => {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "google-chrome", "google-chrome-stable"];
  return names.map(findCommand).find((file) => file !== null) ?? null;
};

const isUbuntu = () => /^ID=ubuntu$/m.test(readFileSync("/etc/os-release", "utf8"));

/** @param {Purpose} purpose */
const listNeeded = (purpose) => {
  if (purpose === "run") return forRunning;
  const needed = [...forRunning, "postgresql", "fonts-liberation"];
  if (findChromium()) return needed;
  if (isUbuntu()) {
    throw new SetupError(
      "The tests need a Chromium. Ubuntu's package is only a pointer to a snap: install Google Chrome or Chromium, and name it in CHROMIUM if it is not in the PATH.",
    );
  }
  return [...needed, "chromium"];
};

/** @param {readonly string[]} names */
const findMissing = (names) => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders.
  const { stdout, error } = spawnSync("dpkg-query", ["-W", "-f", "${Package} ${db:Status-Status}\n", ...names], {
    encoding: "utf8",
  });
  if (error) {
    throw new SetupError(`This needs Debian 12 or 13 or Ubuntu 24.04, or these by other means: ${names.join(", ")}`);
  }
  const installed = new Set(
    stdout
      .split("\n")
      .filter((line) => line.endsWith(" installed"))
      .map((line) => line.split(" ")[0]),
  );
  return names.filter((name) => !installed.has(name));
};

/** How to become root: nothing to put before, sudo (which may ask a person at a terminal), or no way. */
const findRootPrefix = () => {
  if (isRoot()) return [];
  if (!findCommand("sudo")) return null;
  if (spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0) return ["sudo", "-n"];
  return process.stdin.isTTY && !process.env.CI ? ["sudo"] : null;
};

/** @param {readonly string[]} missing */
const commandFor = (missing) => {
  const command = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(" ")}`;
  if (isRoot()) return command;
  return findCommand("sudo") ? `sudo sh -c '${command}'` : `su -c '${command}'`;
};

/**
 * @param {readonly string[]} prefix
 * @param {(line: string) => void} onLine
 */
const createAsRoot = (prefix, onLine) => {
  const environment = ["env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"];
  return (/** @type {readonly string[]} */ ...args) => {
    const [command = "", ...rest] = [...prefix, ...environment, ...args];
    return run(command, rest, { onLine, ...(prefix.length === 1 && { input: /** @type {const} */ ("inherit") }) });
  };
};

/**
 * @param {readonly string[]} names
 * @param {(...args: readonly string[]) => Promise<void>} asRoot
 */
const install = (names, asRoot) =>
  asRoot(
    "apt-get",
    ...["-q", "-y", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0"],
    ...["install", "--no-install-recommends", ...names],
  );

/**
 * The tests need PostgreSQL's programs only. Its package would make and start a server of its own: it is told not to
 * for as long as it is being installed.
 * @param {(...args: readonly string[]) => Promise<void>} asRoot
 */
const installPostgresWithoutCluster = async (asRoot) => {
  await install(["postgresql-common"], asRoot);
  const folder = mkdtempSync(path.join(tmpdir(), "stillpoint-"));
  const note = path.join(folder, "no-cluster.conf");
  const place = "/etc/postgresql-common/createcluster.d/stillpoint-tests.conf";
  try {
    writeFileSync(note, "create_main_cluster = false\n");
    await asRoot("install", "-D", "-m", "644", note, place);
    await install(["postgresql"], asRoot);
  } finally {
    rmSync(folder, { recursive: true });
    await asRoot("rm", "-f", place);
  }
};

/**
 * Installs what is missing, or throws a SetupError that names the one command to run.
 * @param {{ purpose: Purpose, onLine?: (line: string) => void }} options
 * @returns {Promise<string[]>} what it installed
 */
export const ensurePackages = async ({ purpose, onLine = () => {} }) => {
  const missing = findMissing(listNeeded(purpose));
  if (missing.length === 0) return [];
  const prefix = findRootPrefix();
  if (!prefix) {
    throw new SetupError(
      `These packages are missing: ${missing.join(" ")}. Install them, then start again:\n\n  ${commandFor(missing)}\n`,
    );
  }
  const asRoot = createAsRoot(prefix, onLine);
  // A source that does not answer may be one that we don't need; what is missing then, the installation says.
  await asRoot("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", "update").catch(() => {});
  const plain = missing.filter((name) => name !== "postgresql");
  if (plain.length > 0) await install(plain, asRoot);
  if (missing.includes("postgresql")) await installPostgresWithoutCluster(asRoot);
  const still = findMissing(missing);
  if (still.length > 0) throw new SetupError(`apt-get did not install ${still.join(" ")}.`);
  return missing;
};

const setting = "/proc/sys/vm/unprivileged_userfaultfd";

/**
 * QEMU saves a running guest's RAM in the background through userfaultfd, which a process without rights may use only
 * where this is on; without it snapshots with RAM hold the guest for as long as they take. Until the next boot, and
 * never a reason to fail.
 * @param {{ log: (line: string) => void }} options
 */
export const allowBackgroundMemory = ({ log }) => {
  try {
    if (process.env.STILLPOINT_KEEP_SYSCTL === "1" || readFileSync(setting, "utf8").trim() !== "0") return;
    if (isRoot()) writeFileSync(setting, "1");
    else if (findCommand("sudo"))
      spawnSync("sudo", ["-n", "sysctl", "-q", "-w", "vm.unprivileged_userfaultfd=1"], { stdio: "ignore" });
    if (readFileSync(setting, "utf8").trim() !== "1") return;
    log(
      "vm.unprivileged_userfaultfd is on until the next boot, so that snapshots with RAM hold a guest for milliseconds only (STILLPOINT_KEEP_SYSCTL=1 leaves it alone).",
    );
  } catch {
    // Read-only in a container, or an older kernel: the product works without.
  }
};
