// @ts-check
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { node, root } from "./paths.mjs";

/**
 * `npm run bench [-- group…]`: prints a table of figures for each group and writes them as JSON to the data folder.
 * The groups are TypeScript with the project's aliases, so Vite loads them, in the Node of the lock file.
 */
const groups = ["engine", "panel", "start"];

const here = fileURLToPath(import.meta.url);

const restartInOwnNode = () => {
  const child = spawn(node, [here, ...process.argv.slice(2)], {
    stdio: "inherit",
    env: { ...process.env, PATH: `${path.dirname(node)}:${process.env.PATH}`, STILLPOINT_BENCH: "1" },
  });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.on(signal, () => child.kill(signal));
  child.on("exit", (code) => process.exit(code ?? 1));
};

const run = async () => {
  const wanted = process.argv.slice(2);
  const unknown = wanted.filter((name) => !groups.includes(name));
  if (unknown.length > 0) {
    console.error(`There is no group ${unknown.join(", ")}. Groups: ${groups.join(", ")}.`);
    return 1;
  }
  const { createServer } = await import("vite");
  const server = await createServer({
    root,
    configFile: false,
    appType: "custom",
    logLevel: "error",
    optimizeDeps: { noDiscovery: true },
    resolve: { alias: { "server-only": path.join(root, "test/empty.ts"), "@": root } },
    server: { middlewareMode: true, hmr: false, watch: null, ws: false },
  });
  try {
    const { runGroups } = await server.ssrLoadModule("/bench/run.ts");
    return (await runGroups(wanted.length > 0 ? wanted : groups)) ? 0 : 1;
  } finally {
    await server.close();
  }
};

if (process.env.STILLPOINT_BENCH) process.exit(await run());
else restartInOwnNode();
