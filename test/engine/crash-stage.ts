import { type ChildProcess, execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "vite";
import { expect, vi } from "vitest";
import { openQemuDriver, type Requested, type RequestPorts } from "@/engine";
import { newId } from "@/lib/ids";
import { buildGuestImage } from "../../scripts/guest-image.mjs";
import { migrate } from "../../scripts/migrate.mjs";
import { findDataFolder, makeDataFolder, root } from "../../scripts/paths.mjs";
import { findPostgres, startPostgres, stopPostgres } from "../../scripts/postgres.mjs";

const run = promisify(execFile);
export const mebibyte = 2 ** 20;
const patience = { timeout: 90_000, interval: 50 };

/** The bundle of the worker, as production has it; below the project, since its packages stay outside. */
const buildWorker = async (): Promise<string> => {
  await mkdir(path.join(root, "dist"), { recursive: true });
  const outDir = await mkdtemp(path.join(root, "dist", "crash-test-"));
  await build({ configFile: path.join(root, "vite.worker.config.ts"), logLevel: "warn", build: { outDir } });
  return outDir;
};

type StageOptions = {
  /** Done with the empty data folder, before anything lies in it. */
  before?: (dataDir: string) => Promise<void>;
};

/** Real workers, a real database, real guests; one worker at a time, and each may fall at one point. */
export const setCrashStage = async ({ before }: StageOptions = {}) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "stillpoint-crash-"));
  // PostgreSQL is somebody else than root and must come through.
  await run("chmod", ["711", dataDir]);
  await before?.(dataDir);
  const shared = path.join(makeDataFolder(findDataFolder()), "guest");
  await buildGuestImage({ target: shared });
  await cp(shared, path.join(dataDir, "guest"), { recursive: true });
  const settings = { full_page_writes: "on", synchronous_commit: "on" };
  const [{ url }, bundle] = await Promise.all([startPostgres({ dataDir, settings }), buildWorker()]);
  await migrate({ url });
  Object.assign(process.env, { DATABASE_URL: url, DATABASE_POOL: "6", LOG_LEVEL: "silent" });
  const [{ createStore }, { closeDb, db }, { closeJobs }] = await Promise.all([
    import("@/server/db/store"),
    import("@/server/db/client"),
    import("@/server/db/jobs"),
  ]);
  const ports: RequestPorts = { store: createStore(), clock: { now: () => Date.now() } };
  const driver = await openQemuDriver({
    dataDir,
    memoryWriter: path.join(bundle, "memory-writer.mjs"),
    runAs: { uid: 64_055, gid: 64_055 },
  });
  const tenantId = newId();
  await db().$executeRaw`insert into tenants (id, name) values (${tenantId}::uuid, 'crash')`;

  const workerLog = await open(path.join(dataDir, "worker.log"), "a");
  let worker: { process: ChildProcess; ended: Promise<NodeJS.Signals | null> } | undefined;

  const startWorker = (fault = ""): void => {
    const child = spawn(path.join(root, "node_modules/.bin/node"), [path.join(bundle, "worker.mjs")], {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        NODE_ENV: "test",
        DATABASE_URL: url,
        STILLPOINT_DATA: dataDir,
        STILLPOINT_FAULT: fault,
        STILLPOINT_LEASE_MS: "1000",
        LOG_LEVEL: "info",
      },
      stdio: ["ignore", workerLog.fd, workerLog.fd],
    });
    const ended = new Promise<NodeJS.Signals | null>((resolve) => {
      child.once("exit", (_code, signal) => resolve(signal));
      child.once("error", () => resolve(null));
    });
    worker = { process: child, ended };
  };

  const killWorker = async (): Promise<void> => {
    worker?.process.kill("SIGKILL");
    await worker?.ended;
    worker = undefined;
  };

  const operationOf = async ({ operationId }: Requested) => {
    const { state, attempts, journal } = await ports.store.operations.get(operationId);
    return { state, attempts, journal };
  };

  const waitForEnd = async (requested: Requested) => {
    await vi.waitFor(async () => {
      expect((await operationOf(requested)).state).toMatch(/^(done|failed|cancelled)$/);
    }, patience);
    return operationOf(requested);
  };

  /** Runs to its end in the worker that is there, or in one that never falls. */
  const finish = async <T extends Requested>(asked: Promise<T>): Promise<T> => {
    if (!worker) startWorker();
    const requested = await asked;
    expect((await waitForEnd(requested)).state).toBe("done");
    return requested;
  };

  /** Lets a worker fall at `fault`, and the next one go on. */
  const crash = async <T extends Requested>(fault: string, ask: () => Promise<T>): Promise<T> => {
    await killWorker();
    const requested = await ask();
    startWorker(fault);
    const signal = await Promise.race([worker?.ended, waitForEnd(requested).then(() => "ended without a fall")]);
    expect(signal).toBe("SIGKILL");
    expect((await operationOf(requested)).state).toBe("running");
    startWorker();
    const { state, attempts } = await waitForEnd(requested);
    expect({ state, attempts }).toEqual({ state: "done", attempts: 2 });
    return requested;
  };

  const readCounters = async (serverId: string): Promise<{ ram: number; disk: number }> => {
    const read = async (file: string) => {
      const { stdout } = await driver.agent.run(serverId, ["/bin/cat", file], { timeoutMs: 20_000 });
      return Number(stdout);
    };
    return { ram: await read("/run/ram"), disk: await read("/data/counter") };
  };

  /** The workers' last lines, for whoever looks into a failure. */
  const readLog = async (): Promise<string> => {
    const lines = (await readFile(path.join(dataDir, "worker.log"), "utf8")).split("\n");
    return lines.slice(-25).join("\n");
  };

  const listMachineFolders = () => readdir(path.join(dataDir, "machines")).catch(() => []);

  /** What must hold whenever no operation runs: machine and rows tell one story. */
  const verifyServer = async (serverId: string): Promise<void> => {
    const rows = await ports.store.snapshots.listByServer(serverId);
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => "ready"));
    const kept = await driver.snapshots.list(serverId);
    expect(kept.filter(({ complete }) => !complete)).toEqual([]);
    expect(kept.map(({ snapshotId }) => snapshotId).sort()).toEqual(rows.map(({ id }) => id).sort());
    const withRam = kept.filter(({ memory }) => memory).map(({ snapshotId }) => snapshotId);
    const files = await readdir(path.join(dataDir, "machines", serverId, "ram"));
    const stray = files.filter((file) => !withRam.some((id) => file.startsWith(id)));
    expect(stray).toEqual([]);
    await expect
      .poll(async () => {
        const { state } = await driver.servers.facts(serverId);
        return state === (await ports.store.servers.get(serverId)).state ? "alike" : state;
      }, patience)
      .toBe("alike");
  };

  /** The server must be stopped: a running one writes its tables late. */
  const verifyDisks = async (serverId: string): Promise<void> => {
    const { disks } = await ports.store.servers.get(serverId);
    for (const { id } of disks) {
      const file = path.join(dataDir, "machines", serverId, `${id}.qcow2`);
      const { stdout } = await run("qemu-img", ["check", "--output=json", "-f", "qcow2", file]);
      expect(JSON.parse(stdout)).toMatchObject({ "check-errors": 0 });
      expect(stdout).not.toContain('"corruptions"');
      expect(stdout).not.toContain('"leaks"');
    }
  };

  const killPostgres = async (): Promise<void> => {
    const server = findPostgres({ dataDir });
    if (!server) throw new Error("PostgreSQL does not run");
    process.kill(server.pid, "SIGKILL");
    // A process takes its time to die; until then it would be adopted.
    await vi.waitUntil(() => findPostgres({ dataDir }) === null, patience);
    const again = await startPostgres({ dataDir, settings });
    expect(again.url).toBe(url);
  };

  /** `before`: what must be done once nothing is in use any more, and before the data folder goes. */
  const close = async ({ before: last }: { before?: () => Promise<unknown> } = {}): Promise<void> => {
    await killWorker();
    for (const id of await driver.servers.list()) await driver.servers.remove(id);
    await driver.close();
    await closeJobs();
    await closeDb();
    await stopPostgres({ dataDir });
    await workerLog.close();
    await last?.();
    await rm(bundle, { recursive: true, force: true });
    await rm(dataDir, { recursive: true, force: true });
  };

  return {
    close,
    crash,
    dataDir,
    driver,
    finish,
    killPostgres,
    killWorker,
    listMachineFolders,
    operationOf,
    ports,
    readCounters,
    readLog,
    startWorker,
    tenantId,
    verifyDisks,
    verifyServer,
    waitForEnd,
  };
};

export type CrashStage = Awaited<ReturnType<typeof setCrashStage>>;
