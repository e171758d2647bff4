// @ts-check
// The embedded PostgreSQL: made, started, found again, and brought back after a crash. Everything of it lies in
// `postgres` of the data folder; it listens on the loopback address alone.
import { spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { withLock } from "./lock.mjs";
import { findClosedParent, makeDataFolder } from "./paths.mjs";
import { findFreePort, isPortFree } from "./ports.mjs";
import { installBinaries } from "./postgres-binaries.mjs";
import {
  checkVersion,
  findServerUser,
  makeCluster,
  placesIn,
  plainEnvironment,
  readOrMakePassword,
} from "./postgres-cluster.mjs";
import { clearRemains, findServer, stopServer } from "./postgres-process.mjs";

/**
 * Small enough to stand beside guests on a laptop.
 * @param {number} major
 */
const settingsFor = (major) => ({
  listen_addresses: "127.0.0.1",
  // A socket's path may have 107 bytes only, and the data folder may lie deep.
  unix_socket_directories: "",
  max_connections: "60",
  shared_buffers: "64MB",
  maintenance_work_mem: "32MB",
  min_wal_size: "32MB",
  max_wal_size: "256MB",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  // Saves its three reading processes.
  ...(major >= 18 && { io_method: "sync" }),
});

const largestLog = 10 * 1024 ** 2;

/** @typedef {import("./postgres-cluster.mjs").User} User */
/** @typedef {import("./postgres-cluster.mjs").Binaries} Binaries */
/** @typedef {import("./postgres-cluster.mjs").Places} Places */

/**
 * @param {Places} places
 * @param {number | undefined} wanted
 */
const choosePort = async (places, wanted) => {
  const remembered = existsSync(places.port) ? Number(readFileSync(places.port, "utf8")) : 0;
  for (const port of [remembered, wanted ?? 0]) {
    if (port > 0 && (await isPortFree(port))) return port;
  }
  return findFreePort();
};

/** @param {string} file */
const tailOf = (file) => (existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").slice(-8).join("\n") : "");

/**
 * @param {{ port: number, user: "postgres" | "stillpoint", database: string, password: string }} where
 */
const toUrl = ({ port, user, database, password }) => `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`;

/**
 * @template T
 * @param {string} url
 * @param {(client: pg.Client) => Promise<T>} work
 */
const withClient = async (url, work) => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that goes away between two queries must not end this process.
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
};

/**
 * Waits until it takes queries; recovery after a crash may need its time.
 * @param {string} url
 * @param {() => string | null} findReasonToGiveUp
 */
const waitForAnswer = async (url, findReasonToGiveUp) => {
  const until = Date.now() + 120_000;
  for (;;) {
    try {
      return await withClient(url, (client) => client.query("SELECT 1"));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "28P01")
        throw new Error("PostgreSQL refuses the password kept in the data folder", { cause: error });
      const reason = Date.now() > until ? "it does not answer" : findReasonToGiveUp();
      if (reason !== null) throw new Error(`PostgreSQL did not start: ${reason}`, { cause: error });
    }
    await pause(25);
  }
};

/**
 * The panel's own role: no superuser, it owns its database and may make others (Prisma's shadow database, tests).
 * @param {string} adminUrl
 * @param {string} password
 */
const ensureDatabase = (adminUrl, password) =>
  withClient(adminUrl, async (client) => {
    const role = await client.query("SELECT FROM pg_roles WHERE rolname = 'stillpoint'");
    const verb = role.rowCount ? "ALTER" : "CREATE";
    await client.query(`${verb} ROLE stillpoint LOGIN CREATEDB PASSWORD ${pg.escapeLiteral(password)}`);
    const database = await client.query("SELECT FROM pg_database WHERE datname = 'stillpoint'");
    if (!database.rowCount) await client.query("CREATE DATABASE stillpoint OWNER stillpoint");
  });

/**
 * @param {Places} places
 * @param {Binaries} binaries
 * @param {User | null} user
 * @param {Record<string, string>} settings
 */
const launch = (places, { bin }, user, settings) => {
  if (existsSync(places.log) && statSync(places.log).size > largestLog) renameSync(places.log, `${places.log}.1`);
  const log = openSync(places.log, "a", 0o600);
  const options = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  const child = spawn(path.join(bin, "postgres"), ["-D", places.cluster, ...options], {
    ...user,
    cwd: places.cluster,
    env: plainEnvironment,
    stdio: ["ignore", log, log],
    // It outlives us: the next start finds it running.
    detached: true,
  });
  closeSync(log);
  child.unref();
  /** @type {string | null} */
  let ended = null;
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code, signal) => {
    ended = `it ended (${signal ?? code})\n${tailOf(places.log)}`;
  });
  return () => ended;
};

/**
 * Starts the server of a data folder, or finds it running. Makes the cluster, the role and the database `stillpoint`
 * where they are not there. Safe to call from several processes at once.
 * @param {object} options
 * @param {string} options.dataDir
 * @param {number} [options.port] a wish for the first start: it is kept, and changes only when somebody else has taken it
 * @param {Binaries} [options.binaries] others than those from npm
 * @param {Record<string, string>} [options.settings] beside our own, e.g. for tests
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{ url: string, adopted: boolean }>}
 */
export const startPostgres = async ({ dataDir, port: wantedPort, binaries: given, settings = {}, log = () => {} }) => {
  const places = placesIn(dataDir);
  const user = findServerUser();
  makeDataFolder(dataDir);
  const closed = user ? findClosedParent(dataDir, user.uid) : null;
  if (closed) {
    throw new Error(
      `PostgreSQL runs as nobody here, who can't enter ${closed}: set STILLPOINT_DATA to a folder that others may pass through, such as /var/lib/stillpoint`,
    );
  }
  mkdirSync(places.base, { recursive: true });
  chmodSync(places.base, user ? 0o711 : 0o700);

  return withLock(places.base, async () => {
    const password = readOrMakePassword(places.password);
    const admin = /** @type {const} */ ({ user: "postgres", database: "postgres" });
    const own = /** @type {const} */ ({ user: "stillpoint", database: "stillpoint" });
    const running = findServer(places.cluster);
    if (running) {
      const adminUrl = toUrl({ ...admin, port: running.port, password: readOrMakePassword(places.superuserPassword) });
      await waitForAnswer(adminUrl, () => (findServer(places.cluster) ? null : tailOf(places.log)));
      await ensureDatabase(adminUrl, password);
      writeFileSync(places.port, `${running.port}\n`);
      return { url: toUrl({ ...own, port: running.port, password }), adopted: true };
    }

    const binaries = given ?? installBinaries(places.base);
    if (!existsSync(places.cluster)) {
      log("making the database cluster");
      makeCluster(places, binaries, user);
    }
    checkVersion(places, binaries);
    await clearRemains(places.cluster);
    const port = await choosePort(places, wantedPort);
    const findEnd = launch(places, binaries, user, {
      ...settingsFor(binaries.major),
      port: String(port),
      ...settings,
    });
    const adminUrl = toUrl({ ...admin, port, password: readOrMakePassword(places.superuserPassword) });
    await waitForAnswer(adminUrl, findEnd);
    await ensureDatabase(adminUrl, password);
    writeFileSync(places.port, `${port}\n`);
    return { url: toUrl({ ...own, port, password }), adopted: false };
  });
};

/**
 * Stops the server of a data folder; returns false where none runs.
 * @param {{ dataDir: string }} options
 */
export const stopPostgres = ({ dataDir }) => {
  const places = placesIn(dataDir);
  return withLock(places.base, () => stopServer(places.cluster));
};

/**
 * The running server's process and port, or null.
 * @param {{ dataDir: string }} options
 */
export const findPostgres = ({ dataDir }) => findServer(placesIn(dataDir).cluster);
