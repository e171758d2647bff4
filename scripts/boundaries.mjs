// @ts-check
// Who imports whom, held against the rules in dependency-cruiser.cjs.
import { execFile } from "node:child_process";
import path from "node:path";
import { node, root } from "./paths.mjs";

const layers = ["app", "components", "engine", "features", "i18n", "lib", "server", "worker", "prisma"];

/**
 * @param {{ cwd?: string, folders?: readonly string[] }} [options] a checkout and what to read of it
 * @returns {Promise<{ modules: number, violations: { rule: string, from: string, to: string }[] }>}
 */
export const cruise = ({ cwd = root, folders = layers } = {}) =>
  new Promise((resolve, reject) => {
    const depcruise = path.join(root, "node_modules/.bin/depcruise");
    const args = [depcruise, "--config", "dependency-cruiser.cjs", "--output-type", "json", ...folders];
    execFile(node, args, { cwd, maxBuffer: 256 * 1024 ** 2 }, (error, stdout, stderr) => {
      // It ends with the number of violations, so only an answer that can't be read is a failure.
      try {
        const { summary } = JSON.parse(stdout);
        resolve({
          modules: summary.totalCruised,
          violations: summary.violations.map((/** @type {any} */ { rule, from, to }) => ({
            rule: rule.name,
            from,
            to,
          })),
        });
      } catch {
        reject(new Error(stderr.trim() || error?.message || "dependency-cruiser gave no answer", { cause: error }));
      }
    });
  });

/**
 * Throws if a rule is broken. Also if no module was read: a dependency-cruiser that can't read TypeScript finds no
 * modules, and no faults in them.
 * @param {Parameters<typeof cruise>[0]} [options]
 */
export const checkBoundaries = async (options) => {
  const { modules, violations } = await cruise(options);
  if (modules < 1) throw new Error("dependency-cruiser has read 0 modules");
  if (violations.length === 0) return modules;
  throw new Error(violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`).join("\n"));
};
