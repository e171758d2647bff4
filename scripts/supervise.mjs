// @ts-check
// Keeps web and worker running: started again after a fall, ended with us, however we end.
import { spawn } from "node:child_process";

/**
 * @typedef {object} Part
 * @property {string} name
 * @property {string} command
 * @property {readonly string[]} args
 * @property {Record<string, string | undefined>} env
 * @property {number} graceMs between SIGTERM and SIGKILL
 * @property {"inherit" | number} output where its output goes; a number is an open file
 */

const firstPause = 250;
const longestPause = 10_000;
/** A part that lived so long has not fallen over its start. */
const longLife = 30_000;

/** Preloaded in each part: it ends when the pipe that we hold ends. */
const endWithParent = new URL("./end-with-parent.mjs", import.meta.url).href;

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
const signalGroup = (child, signal) => {
  if (child.pid === undefined) return;
  try {
    // Each part leads a group of its own, so its helpers end with it.
    process.kill(-child.pid, signal);
  } catch {
    // Gone in the meantime.
  }
};

/**
 * @param {Part} part
 * @param {(line: string) => void} log
 */
const keepRunning = (part, log) => {
  /** @type {import("node:child_process").ChildProcess | null} */
  let child = null;
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let isStopping = false;
  let pause = firstPause;

  const start = () => {
    const born = performance.now();
    const started = spawn(part.command, ["--import", endWithParent, ...part.args], {
      env: { ...process.env, ...part.env },
      stdio: ["pipe", part.output, part.output],
      detached: true,
    });
    child = started;
    /** @param {string} reason */
    const fallen = (reason) => {
      if (child !== started) return;
      child = null;
      if (isStopping) return;
      // What it had started must not stay behind beside its successor.
      signalGroup(started, "SIGKILL");
      if (performance.now() - born > longLife) pause = firstPause;
      log(`${part.name} ended (${reason}); starting it again in ${pause} ms`);
      timer = setTimeout(start, pause);
      pause = Math.min(pause * 2, longestPause);
    };
    started.once("exit", (code, signal) => fallen(String(signal ?? code)));
    started.once("error", (error) => fallen(error.message));
    started.stdin?.on("error", () => {});
  };

  const stop = async () => {
    isStopping = true;
    clearTimeout(timer);
    const last = child;
    if (!last) return;
    const gone = new Promise((resolve) => last.once("exit", resolve));
    signalGroup(last, "SIGTERM");
    const hard = setTimeout(() => {
      log(`${part.name} did not end within ${part.graceMs / 1000} s`);
      signalGroup(last, "SIGKILL");
    }, part.graceMs);
    await gone;
    clearTimeout(hard);
    signalGroup(last, "SIGKILL");
  };

  start();
  return { stop, kill: () => child && signalGroup(child, "SIGKILL") };
};

/**
 * @param {(line: string) => void} log
 */
export const createSupervisor = (log) => {
  /** @type {ReturnType<typeof keepRunning>[]} */
  const kept = [];
  return {
    /** @param {Part} part */
    start: (part) => {
      kept.push(keepRunning(part, log));
    },
    /** Ends them one after the other, the last one first. */
    stop: async () => {
      for (const part of [...kept].reverse()) await part.stop();
    },
    /** For those who can't wait. */
    kill: () => {
      for (const part of kept) part.kill();
    },
  };
};
