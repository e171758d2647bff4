// @ts-check
import { generateClient } from "./build.mjs";
import { runChecks, tellCounts } from "./checks.mjs";
import { createStages } from "./stages.mjs";

await generateClient();
tellCounts(await runChecks(createStages()));
