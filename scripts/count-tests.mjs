// @ts-check
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { node, root } from "./paths.mjs";
import { run } from "./run.mjs";

/** @typedef {{ passed: number, failed: number, output: string }} Outcome */

const bin = path.join(root, "node_modules/.bin");

/**
 * Runs a test runner that leaves its counts in a file. One that fails without a failed test has crashed, and one that
 * ran no test has tested nothing: both count as one failure.
 * @param {object} options
 * @param {readonly string[]} options.args
 * @param {string} options.report file below the checkout
 * @param {Record<string, string>} [options.env]
 * @param {(report: any) => { passed: number, failed: number }} options.count
 * @param {(line: string) => void} [options.onLine]
 * @returns {Promise<Outcome>}
 */
const runAndCount = async ({ args, report, env = {}, count, onLine = () => {} }) => {
  const file = path.join(root, report);
  rmSync(file, { force: true });
  let output = "";
  try {
    await run(node, args, {
      cwd: root,
      env: { NO_COLOR: "1", PATH: `${bin}:${process.env.PATH}`, ...env },
      onLine,
      tailLines: 400,
    });
  } catch (error) {
    output = error instanceof Error ? error.message : String(error);
  }
  const { passed, failed } = existsSync(file)
    ? count(JSON.parse(readFileSync(file, "utf8")))
    : { passed: 0, failed: 0 };
  const isSilentFailure = failed === 0 && (output !== "" || passed === 0);
  return { passed, failed: isSilentFailure ? 1 : failed, output: output || (passed === 0 ? "no test ran" : "") };
};

/**
 * @param {{ name: string, project: "unit" | "integration", files?: readonly string[], env?: Record<string, string>, onLine?: (line: string) => void }} options
 */
export const runVitest = ({ name, project, files = [], env, onLine }) => {
  const report = `test-results/${name}.json`;
  return runAndCount({
    args: [
      path.join(bin, "vitest"),
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...files,
    ],
    report,
    ...(env && { env }),
    ...(onLine && { onLine }),
    count: (result) => ({ passed: result.numPassedTests, failed: result.numFailedTests }),
  });
};

/** @param {{ onLine?: (line: string) => void }} options */
export const runPlaywright = ({ onLine }) => {
  // Playwright empties its own folder, test-results, when it begins.
  const report = "playwright-report/results.json";
  return runAndCount({
    args: [path.join(bin, "playwright"), "test", "--reporter=list,json"],
    report,
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(root, report), PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(root, report) },
    ...(onLine && { onLine }),
    count: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
  });
};
