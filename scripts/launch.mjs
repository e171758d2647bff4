// @ts-check
// Brings everything up and stays with it: the second half of `npm start`, `npm run demo` and `npm run dev`.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { buildProduct, buildWorker, generateClient } from "./build.mjs";
import { readSignIns, seedDemo } from "./demo-data.mjs";
import { prepareEnvironment } from "./environment.mjs";
import { claimInstance, findInstance } from "./instance.mjs";
import { keepPostgres } from "./keep-postgres.mjs";
import { migrate } from "./migrate.mjs";
import { findDataFolder, makeDataFolder, node, root } from "./paths.mjs";
import { tellFailure } from "./prepare.mjs";
import { run } from "./run.mjs";
import { createStages } from "./stages.mjs";
import { createSupervisor } from "./supervise.mjs";

const isDemo = process.argv.includes("--demo");
const isDev = process.argv.includes("--dev");

const stages = createStages();
const dataDir = makeDataFolder(findDataFolder({ log: stages.print }));
const supervisor = createSupervisor(stages.print);
/** @type {(() => Promise<void> | void)[]} what ends, the last one first */
const endings = [];
/** @type {number | null} */
let stoppingSince = null;

/** @param {number} code */
const stop = async (code) => {
  if (stoppingSince !== null) {
    // A second Ctrl-C. (npm passes the first one on, so it may come twice at once.)
    if (performance.now() - stoppingSince > 1000) supervisor.kill();
    return;
  }
  stoppingSince = performance.now();
  try {
    for (const end of endings.reverse()) await end();
  } catch (error) {
    tellFailure(error);
    process.exit(1);
  }
  process.exit(code);
};

const largestLog = 10 * 1024 ** 2;

/** In the demo the terminal belongs to the sign-ins; `npm start` writes to where a service's output goes. */
const openOutput = (/** @type {string} */ name) => {
  if (!isDemo) return "inherit";
  const file = path.join(dataDir, "logs", `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  if (existsSync(file) && statSync(file).size > largestLog) renameSync(file, `${file}.1`);
  const output = openSync(file, "a", 0o600);
  endings.push(() => closeSync(output));
  return output;
};

const prepareDatabase = async () => {
  const url = await stages.run("PostgreSQL", "the database to answer", async (stage) => {
    if (process.env.DATABASE_URL) {
      stage.skip("the one that DATABASE_URL names");
      return process.env.DATABASE_URL;
    }
    const postgres = await keepPostgres({ dataDir, log: stages.print, onLine: stage.waitFor });
    endings.push(postgres.stop);
    if (postgres.adopted) stage.skip("it was running");
    return postgres.url;
  });
  await stages.run("Migrations", "the database", async (stage) => {
    const applied = await migrate({ url, log: stage.waitFor });
    if (applied.length === 0) stage.skip("up to date");
  });
  return url;
};

const prepareBuild = async () => {
  await stages.run("Database client", "prisma generate", async (stage) => {
    if (!(await generateClient())) stage.skip("up to date");
  });
  await stages.run("Build", isDev ? "the worker" : "next build and the worker", async (stage) => {
    if (isDev) await buildWorker();
    else if (!(await buildProduct({ onLine: stage.waitFor }))) stage.skip("up to date");
  });
};

/** As a process of its own: it works without a pause, and the others would stand still. */
const prepareGuestImage = () =>
  stages.run("Guest image", "a kernel and busybox from the distribution", (stage) =>
    run(node, [path.join(root, "scripts/guest-image.mjs"), path.join(dataDir, "guest")], { onLine: stage.waitFor }),
  );

const patience = 120_000;

/** @param {string} url */
const waitForPage = async (url) => {
  const until = Date.now() + patience;
  for (;;) {
    const answer = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(30_000) }).catch(() => null);
    await answer?.body?.cancel();
    if (answer && answer.status < 500) return;
    if (Date.now() > until) throw new Error(`${url} does not answer`);
    await pause(50);
  }
};

/** @param {Awaited<ReturnType<typeof claimInstance>> & object} instance */
const bringUp = async (instance) => {
  const image = prepareGuestImage();
  // Whether it fails is asked below; until then it must not count as unhandled.
  image.catch(() => {});
  const [databaseUrl] = await Promise.all([prepareDatabase(), prepareBuild()]);
  const { address, localAddress, env } = await prepareEnvironment({ dataDir, databaseUrl });
  if (isDev) env.NODE_ENV = "development";

  endings.push(() => supervisor.stop());
  const common = { command: node, env };
  await stages.run("Web", "the sign-in page", async () => {
    supervisor.start({
      ...common,
      name: "web",
      args: [path.join(root, "scripts/web.mjs")],
      graceMs: 5000,
      output: openOutput("web"),
    });
    await waitForPage(`${localAddress}/sign-in`);
  });
  instance.announce(address);
  stages.print(`\n  ${address}\n`);

  await image;
  const worker = ["--enable-source-maps", path.join(root, "dist/worker.mjs")];
  supervisor.start({ ...common, name: "worker", args: worker, graceMs: 15_000, output: openOutput("worker") });
  if (isDemo) {
    await stages.run("Demo", "the guests to start", () => seedDemo({ env }));
    stages.print(`\nSign in at ${address}\n\n${readSignIns(dataDir)}\n`);
  }
  const logs = isDemo ? ` Logs lie in ${path.join(dataDir, "logs")}.` : "";
  stages.print(
    `Stillpoint runs at ${address}.${logs}\nCtrl-C ends web, worker and PostgreSQL. The guests run on; npm run stop -- --guests ends them too.`,
  );
};

const instance = await claimInstance(dataDir);
if (!instance) {
  const running = await findInstance(dataDir);
  stages.print(
    running?.address ? `Stillpoint runs already: ${running.address}` : "Stillpoint is being started already.",
  );
  if (isDemo) stages.print(`\n${readSignIns(dataDir)}`);
  process.exit(0);
}
endings.push(instance.release);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, () => void stop(0));
// The one that started us was killed: nobody could tell us to stop any more.
process.on("disconnect", () => void stop(1));

try {
  await bringUp(instance);
} catch (error) {
  // What was cut off by a stop has failed, too.
  if (stoppingSince === null) tellFailure(error);
  await stop(1);
}
