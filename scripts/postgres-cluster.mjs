// @ts-check
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isRoot } from "./paths.mjs";

/** @typedef {{ uid: number, gid: number }} User */
/** @typedef {{ bin: string, major: number }} Binaries */

/**
 * PostgreSQL refuses to run as root, so there it runs as `nobody`, who owns its cluster and nothing else.
 * @returns {User | null}
 */
export const findServerUser = () => {
  if (!isRoot()) return null;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (!uid || !gid) throw new Error("the user nobody is missing: start as another user than root, or set DATABASE_URL");
  return { uid: Number(uid), gid: Number(gid) };
};

/** @param {string} dataDir */
export const placesIn = (dataDir) => {
  const base = path.join(path.resolve(dataDir), "postgres");
  return {
    base,
    cluster: path.join(base, "cluster"),
    log: path.join(base, "server.log"),
    port: path.join(base, "port"),
    password: path.join(base, "password"),
    superuserPassword: path.join(base, "superuser-password"),
  };
};

/** @typedef {ReturnType<typeof placesIn>} Places */

/** Nothing of ours: PostgreSQL reads settings from variables, too. (Next's types ask for NODE_ENV.) */
export const plainEnvironment = { PATH: process.env.PATH, LC_ALL: "C", NODE_ENV: /** @type {const} */ ("production") };

/** @param {string} file */
export const readOrMakePassword = (file) => {
  if (!existsSync(file)) {
    const aside = `${file}.new`;
    writeFileSync(aside, `${randomBytes(24).toString("base64url")}\n`, { mode: 0o600 });
    renameSync(aside, file);
  }
  return readFileSync(file, "utf8").trim();
};

/**
 * The same order of names everywhere, whatever the machine's languages.
 * @param {number} major
 */
const localeOptions = (major) =>
  major >= 17
    ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    : ["--locale=C", "--lc-ctype=C.UTF-8"];

/**
 * @param {Places} places
 * @param {Binaries} binaries
 * @param {User | null} user
 */
export const makeCluster = (places, { bin, major }, user) => {
  const aside = `${places.cluster}.new`;
  const passwordFile = path.join(aside, "password");
  const fresh = path.join(aside, "cluster");
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  writeFileSync(passwordFile, readOrMakePassword(places.superuserPassword), { mode: 0o600 });
  if (user) {
    chownSync(aside, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const result = spawnSync(
    path.join(bin, "initdb"),
    [
      ...["-D", fresh, "-U", "postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256", "--encoding=UTF8"],
      ...localeOptions(major),
      "--no-instructions",
    ],
    { ...user, cwd: aside, env: plainEnvironment, encoding: "utf8" },
  );
  if (result.error) throw result.error;
  if (result.status !== 0) throw new Error(`initdb failed: ${result.stderr.trim()}`);
  renameSync(fresh, places.cluster);
  rmSync(aside, { recursive: true, force: true });
};

/**
 * @param {Places} places
 * @param {Binaries} binaries
 */
export const checkVersion = (places, { major }) => {
  const has = Number(readFileSync(path.join(places.cluster, "PG_VERSION"), "utf8"));
  if (has !== major)
    throw new Error(`${places.cluster} was made by PostgreSQL ${has}, and PostgreSQL ${major} can't read it`);
};
