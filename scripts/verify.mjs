// @ts-check
// The second half of `npm test`: everything that can be checked, from the cheapest to the dearest.
import { globSync } from "node:fs";
import path from "node:path";
import { buildProduct, generateClient } from "./build.mjs";
import { runChecks, runTests, tellCounts } from "./checks.mjs";
import { runPlaywright, runVitest } from "./count-tests.mjs";
import { findChromium } from "./packages.mjs";
import { findDataFolder, makeDataFolder, node, root } from "./paths.mjs";
import { run } from "./run.mjs";
import { createStages } from "./stages.mjs";

const stages = createStages();
const dataDir = makeDataFolder(findDataFolder({ log: stages.print }));
const counts = { passed: 0, failed: 0 };

/** @param {{ passed: number, failed: number }} outcome */
const add = ({ passed, failed }) => {
  counts.passed += passed;
  counts.failed += failed;
};

/**
 * A stage that is one check by itself.
 * @param {string} name
 * @param {string} waitsFor
 * @param {(stage: { waitFor(text: string): void, skip(why: string): void }) => Promise<unknown>} work
 */
const checkStage = async (name, waitsFor, work) => {
  try {
    await stages.run(name, waitsFor, work);
    add({ passed: 1, failed: 0 });
    return true;
  } catch (error) {
    stages.print(error instanceof Error ? error.message : String(error));
    add({ passed: 0, failed: 1 });
    return false;
  }
};

/** What is tested on the embedded PostgreSQL holds on the distribution's, too. The others have no database, or are it. */
const listDatabaseTests = () =>
  globSync("{app,features,prisma,server,test,worker}/**/*.integration.test.ts", { cwd: root }).filter(
    // Falling workers and machines are the same on both; what they leave in rows is tested by the others.
    (file) =>
      file !== "test/postgres.integration.test.ts" &&
      file !== "test/engine/crash.integration.test.ts" &&
      !file.startsWith("test/faults/"),
  );

// A failed check must not end what comes after it: the line at the end counts all of it.
await checkStage("Database client", "prisma generate", generateClient);
add(await runChecks(stages));
const hasImage = await checkStage("Guest image", "a kernel and busybox from the distribution", (stage) =>
  run(node, [path.join(root, "scripts/guest-image.mjs"), path.join(dataDir, "guest")], { onLine: stage.waitFor }),
);
const env = { STILLPOINT_DATA: dataDir };
add(
  await runTests(stages, "Integration", (onLine) =>
    runVitest({ name: "integration", project: "integration", env, onLine }),
  ),
);
add(
  await runTests(stages, "With another server", (onLine) =>
    runVitest({
      name: "integration-external",
      project: "integration",
      files: listDatabaseTests(),
      env: { ...env, TEST_DATABASE: "external" },
      onLine,
    }),
  ),
);
const isBuilt = await checkStage("Build", "next build and the worker", (stage) =>
  buildProduct({ onLine: stage.waitFor }),
);

if (hasImage && isBuilt) {
  const chromium = findChromium();
  if (chromium) process.env.CHROMIUM = chromium;
  add(await runTests(stages, "Journeys", (onLine) => runPlaywright({ onLine })));
} else {
  stages.print("The journeys can't run without the guest image and the build.");
  add({ passed: 0, failed: 1 });
}
tellCounts(counts);
process.exit();
