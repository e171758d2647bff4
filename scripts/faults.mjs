// @ts-check
// `npm run faults -- --runs 300 --seed 1`: kills and fills at random points, the same ones for the same seed.
import { parseArgs } from "node:util";
import { prepareAndContinue } from "./prepare.mjs";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "100" }, seed: { type: "string", default: "1" } },
});
for (const [name, value] of Object.entries(values)) {
  if (!/^[1-9]\d{0,5}$/.test(value)) {
    process.stderr.write(`--${name} is a whole number from 1 to 999999, not ${value}\n`);
    process.exit(1);
  }
}
process.env.FAULT_RUNS = values.runs;
process.env.FAULT_SEED = values.seed;
await prepareAndContinue({ purpose: "test", script: "run-faults.mjs" });
