// @ts-check
// What must be there before anything of ours with npm packages can run. Plain Node 20.9 or newer.
import { spawn } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { allowBackgroundMemory, ensurePackages, SetupError } from "./packages.mjs";
import { node, root } from "./paths.mjs";
import { CommandError, run } from "./run.mjs";
import { createStages } from "./stages.mjs";

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 9)) return;
  throw new SetupError(`Stillpoint starts with Node 20.9 or newer; this is ${process.versions.node}.`);
};

/** npm's own record of what it installed; it writes it last. */
const isInstalled = () => {
  const record = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(record) || !existsSync(node)) return false;
  return statSync(record).mtimeMs >= statSync(path.join(root, "package-lock.json")).mtimeMs;
};

/**
 * System packages and npm packages, each only where something is missing.
 * @param {{ purpose: import("./packages.mjs").Purpose, stages: import("./stages.mjs").Stages }} options
 */
export const prepare = async ({ purpose, stages }) => {
  checkNode();
  await stages.run("System packages", "the distribution's packages", async (stage) => {
    const installed = await ensurePackages({ purpose, onLine: stage.waitFor });
    stage.skip(installed.length > 0 ? installed.join(" ") : "all there");
  });
  allowBackgroundMemory({ log: stages.print });
  await stages.run("npm packages", "npm ci", async (stage) => {
    if (isInstalled()) return stage.skip("all there");
    // Where NODE_ENV says production npm would leave out what builds the panel.
    await run("npm", ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: root });
    if (!existsSync(node))
      throw new SetupError(`There is no Node for ${process.platform} on ${process.arch} among the packages.`);
  });
};

/**
 * Says what went wrong. Where a program failed or a person has something to put right, the words say it all.
 * @param {unknown} error
 */
export const tellFailure = (error) => {
  const isTold = error instanceof SetupError || error instanceof CommandError;
  const text = error instanceof Error ? (isTold ? error.message : error.stack) : String(error);
  process.stderr.write(`\n${text}\n`);
};

/**
 * Goes on in the Node of the lock file. It ends with us: on a signal, and when we are killed (its channel closes then).
 * @param {string} script below `scripts`
 * @param {readonly string[]} [args]
 * @returns {Promise<number>} its exit code
 */
export const continueWith = (script, args = []) =>
  new Promise((resolve, reject) => {
    const bin = path.join(root, "node_modules/.bin");
    const child = spawn(node, [path.join(root, "scripts", script), ...args], {
      cwd: root,
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGINT" ? 130 : 1)));
    // A terminal sends Ctrl-C to both of us, others to us alone: passed on, it may come twice.
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
      process.on(signal, () => void child.kill(signal));
  });

/**
 * @param {{ purpose: import("./packages.mjs").Purpose, script: string, args?: readonly string[] }} options
 */
export const prepareAndContinue = async ({ purpose, script, args }) => {
  try {
    await prepare({ purpose, stages: createStages() });
    process.exitCode = await continueWith(script, args);
  } catch (error) {
    tellFailure(error);
    process.exitCode = 1;
  }
};
