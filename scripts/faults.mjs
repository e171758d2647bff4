// @ts-check
// `npm run faults -- --runs 300 --seed 1 [--only writer]`: kills and fills at random points, the same ones for the same
// seed. test/faults/faults.ts names what falls.
import { parseArgs } from "node:util";
import { prepareAndContinue } from "./prepare.mjs";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    runs: { type: "string", default: "100" },
    seed: { type: "string", default: "1" },
  },
});
for (const name of /** @type {const} */ (["runs", "seed"])) {
  if (!/^[1-9]\d{0,5}$/.test(values[name])) {
    process.stderr.write(`--${name} is a whole number from 1 to 999999, not ${values[name]}\n`);
    process.exit(1);
  }
}
process.env.FAULT_RUNS = values.runs;
process.env.FAULT_SEED = values.seed;
if (values.only) process.env.FAULT_ONLY = values.only;
await prepareAndContinue({ purpose: "test", script: "run-faults.mjs" });
