// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program has failed; the message holds the last it said. */
export class CommandError extends Error {
  /** @override */
  name = "CommandError";
}

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();
let watched = false;
const signals = /** @type {const} */ ([
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
]);

/** A stage that is cut off takes what it has started with it. */
const endChildrenWithUs = () => {
  if (watched) return;
  watched = true;
  const endChildren = () => {
    for (const child of children) child.kill("SIGTERM");
  };
  process.on("exit", endChildren);
  for (const [signal, number] of signals) {
    process.prependListener(signal, () => {
      endChildren();
      // Others that listen have more to do and end the process themselves.
      if (process.listenerCount(signal) === 1) process.exit(128 + number);
    });
  }
};

/**
 * Runs a program to its end. Its output is kept back, and told only if it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, onLine?: (line: string) => void, input?: "inherit", tailLines?: number }} [options]
 * @returns {Promise<void>}
 */
export const run = (command, args, { cwd, env, onLine = () => {}, input, tailLines = 60 } = {}) =>
  new Promise((resolve, reject) => {
    endChildrenWithUs();
    const child = spawn(command, [...args], {
      ...(cwd !== undefined && { cwd }),
      env: { ...process.env, ...env },
      stdio: [input ?? "ignore", "pipe", "pipe"],
    });
    children.add(child);
    /** @type {string[]} */
    const tail = [];
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        if (line.trim() === "") return;
        tail.push(line);
        if (tail.length > tailLines) tail.shift();
        onLine(line);
      });
    }
    child.once("error", (error) => {
      children.delete(child);
      reject(error);
    });
    child.once("close", (code, signal) => {
      children.delete(child);
      if (code === 0) return resolve();
      reject(new CommandError(`${[command, ...args].join(" ")} ended with ${signal ?? code}\n${tail.join("\n")}`));
    });
  });
