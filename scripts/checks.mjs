// @ts-check
// All that can be said about the sources without running the product.
import path from "node:path";
import { checkBoundaries } from "./boundaries.mjs";
import { runVitest } from "./count-tests.mjs";
import { checkLock } from "./lock-check.mjs";
import { node, root } from "./paths.mjs";
import { run } from "./run.mjs";

const bin = path.join(root, "node_modules/.bin");

/**
 * @param {string} tool
 * @param {readonly string[]} args
 * @param {(line: string) => void} [onLine]
 */
const runTool = (tool, args, onLine = () => {}) =>
  run(node, [path.join(bin, tool), ...args], {
    cwd: root,
    env: { NO_COLOR: "1", NEXT_TELEMETRY_DISABLED: "1", PATH: `${bin}:${process.env.PATH}` },
    onLine,
    tailLines: 400,
  });

const checkTypes = async () => {
  // Routes are types, too; Next writes them.
  await runTool("next", ["typegen"]);
  await runTool("tsc", ["--noEmit", "-p", "."]);
  await runTool("tsc", ["--noEmit", "-p", "scripts"]);
};

/** @type {readonly { name: string, waitsFor: string, work: () => unknown }[]} */
const checks = [
  { name: "Types, translations", waitsFor: "tsc", work: checkTypes },
  {
    name: "Format and lint",
    waitsFor: "biome",
    work: () => runTool("biome", ["check", "--error-on-warnings", "--max-diagnostics=100"]),
  },
  { name: "Lock file", waitsFor: "nothing", work: checkLock },
  { name: "Boundaries", waitsFor: "dependency-cruiser", work: () => checkBoundaries() },
  { name: "Unused code", waitsFor: "knip", work: () => runTool("knip", ["--no-progress"]) },
];

/**
 * Runs them, two at a time, and goes on after a failure. Each counts as one; unit tests count themselves.
 * @param {import("./stages.mjs").Stages} stages
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export const runChecks = async (stages) => {
  let passed = 0;
  let failed = 0;
  const left = [...checks];
  const takeOneAfterTheOther = async () => {
    for (let check = left.shift(); check; check = left.shift()) {
      const { name, waitsFor, work } = check;
      try {
        await stages.run(name, waitsFor, async () => work());
        passed += 1;
      } catch (error) {
        failed += 1;
        stages.print(error instanceof Error ? error.message : String(error));
      }
    }
  };
  await Promise.all([takeOneAfterTheOther(), takeOneAfterTheOther()]);
  const unit = await runTests(stages, "Unit tests", (onLine) => runVitest({ name: "unit", project: "unit", onLine }));
  return { passed: passed + unit.passed, failed: failed + unit.failed };
};

/**
 * One stage of counted tests; what failed is told behind it.
 * @param {import("./stages.mjs").Stages} stages
 * @param {string} name
 * @param {(onLine: (line: string) => void) => Promise<import("./count-tests.mjs").Outcome>} work
 */
export const runTests = async (stages, name, work) => {
  /** @type {import("./count-tests.mjs").Outcome} */
  let outcome = { passed: 0, failed: 1, output: "it did not run" };
  try {
    await stages.run(name, "the tests", async (stage) => {
      outcome = await work(stage.waitFor);
      stage.skip(`${outcome.passed} passed, ${outcome.failed} failed`);
      if (outcome.failed > 0) throw new Error(outcome.output);
    });
  } catch (error) {
    stages.print(error instanceof Error ? error.message : String(error));
  }
  return outcome;
};

/** @param {{ passed: number, failed: number }} counts */
export const tellCounts = ({ passed, failed }) => {
  process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
};
