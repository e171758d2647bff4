import { spawn } from "node:child_process";
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findDataFolder, makeDataFolder } from "../../scripts/paths.mjs";
import { findFreePort } from "../../scripts/ports.mjs";
import { findProcesses, isAlive, kill, waitUntil } from "./processes";

const ourCheckout = fileURLToPath(new URL("../../", import.meta.url));

/** A running product with its own data folder. */
export type Stack = { url: string; dataDir: string };
export type StartedStack = Stack & { stop: () => Promise<void> };

export type StackOptions = {
  /** `demo` brings people and guests, `start` an empty panel. */
  command: "demo" | "start";
  /** How long it may take until it answers, guests included, ms. */
  timeoutMs: number;
  env?: Readonly<Record<string, string>>;
  /** A free one is chosen where none is given. */
  port?: number;
};

export const makeTemporaryDataFolder = (): string =>
  makeDataFolder(mkdtempSync(path.join(tmpdir(), "stillpoint-e2e-")));

/** The image takes a minute to build and is the same for every data folder. */
const lendGuestImage = (dataDir: string): void => {
  const built = path.join(findDataFolder(), "guest");
  if (existsSync(path.join(built, "image.json"))) cpSync(built, path.join(dataDir, "guest"), { recursive: true });
};

/** The product's command as a person would run it. Its output goes to a file in the data folder. */
export const launchProduct = async (options: {
  command: StackOptions["command"];
  dataDir: string;
  env?: Readonly<Record<string, string>>;
  port?: number;
  checkout?: string;
}) => {
  const { command, dataDir, env = {}, checkout = ourCheckout } = options;
  const port = options.port ?? (await findFreePort());
  const logFile = path.join(dataDir, "launch.log");
  const output = openSync(logFile, "a");
  // What runs the tests and the measurements sets a NODE_ENV of its own; people have none.
  const inherited = { ...process.env };
  Reflect.deleteProperty(inherited, "NODE_ENV");
  const child = spawn("npm", ["run", "--silent", command], {
    cwd: checkout,
    detached: true,
    env: { ...inherited, NODE_OPTIONS: "", PORT: String(port), STILLPOINT_DATA: dataDir, ...env },
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  return {
    url: env.PUBLIC_URL ?? `http://localhost:${port}`,
    /** Whether the command came to an end by itself. */
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    /** Whether it has said that nothing is left to be done, the demo's guests included. */
    isWhole: () => readFileSync(logFile, "utf8").includes("Stillpoint runs at"),
    readLog: () => readFileSync(logFile, "utf8"),
    /** Ends web, worker and PostgreSQL as Ctrl+C does. Guests go on, by design. */
    end: async () => {
      const { pid } = child;
      if (pid === undefined || !isAlive(pid)) return;
      kill(-pid, "SIGINT");
      if (!(await waitUntil(() => !isAlive(pid), 30_000))) throw new Error("the product did not end within 30 s");
    },
  };
};

/** Ends whatever still lives in the data folder, by its ids. Says what would not go. */
export const endAll = async (dataDir: string): Promise<string[]> => {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    for (const { pid } of findProcesses(dataDir)) kill(pid, signal);
    const isOver = await waitUntil(() => findProcesses(dataDir).length === 0, signal === "SIGTERM" ? 10_000 : 5_000);
    if (isOver) return [];
  }
  return findProcesses(dataDir).map(({ pid, command }) => `${pid} ${command}`);
};

export const statusOf = async (url: string): Promise<number | null> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
  await answer?.body?.cancel();
  return answer?.status ?? null;
};

/**
 * Starts the product as a person would, in a fresh data folder on a free port, and waits until all of it is well.
 * `stop` ends it with its guests, removes the folder and throws where a process of it stays behind.
 */
export const startStack = async ({ command, timeoutMs, ...rest }: StackOptions): Promise<StartedStack> => {
  const dataDir = makeTemporaryDataFolder();
  lendGuestImage(dataDir);
  const product = await launchProduct({ command, dataDir, ...rest });

  const stop = async () => {
    const ended = await product.end().then(
      () => null,
      (error: unknown) => error,
    );
    const left = await endAll(dataDir);
    if (left.length > 0) throw new Error(`these processes stay behind:\n${left.join("\n")}`);
    rmSync(dataDir, { recursive: true, force: true });
    if (ended) throw ended;
  };

  const isUp = async () => product.isWhole() && (await statusOf(`${product.url}/api/health`)) === 200;
  await waitUntil(async () => product.isOver() || (await isUp()), timeoutMs);
  if (!product.isOver() && (await isUp())) return { url: product.url, dataDir, stop };
  const said = product.readLog().split("\n").slice(-40).join("\n");
  await stop();
  throw new Error(`the product did not come up; the last it said:\n${said}`);
};
