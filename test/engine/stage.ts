import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Log,
  type Operation,
  observeServers,
  type Requested,
  type RunOptions,
  type RunResult,
  requestServer,
  requestSnapshot,
  runOperation,
  type Server,
  type Snapshot,
  type SnapshotRequest,
  type WorkerPorts,
} from "@/engine";
import { createMemoryDriver } from "@/engine/drivers/memory";
import type { MemoryDriverOptions } from "@/engine/drivers/memory/options";
import { createWorld, type FakeMachine } from "@/engine/drivers/memory/world";
import { newId } from "@/lib/ids";
import { createMachineLocks } from "@/worker/machine-locks";
import { createTestDatabase } from "../database";

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const mebibyte = 2 ** 20;
export const gigabyte = 2 ** 30;
export const someone = { userId: null, requestId: null };

/** The engine on a real database and machines that are none: what every test of it stands on. */
export const setStage = async () => {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(tmpdir(), "stillpoint-engine-"));
  // Read once, at the first import: so before it.
  Object.assign(process.env, { DATABASE_URL: database.url, DATABASE_POOL: "24", LOG_LEVEL: "silent" });
  const [{ createStore }, { closeDb, db }, { closeJobs, openWorkerQueue }] = await Promise.all([
    import("@/server/db/store"),
    import("@/server/db/client"),
    import("@/server/db/jobs"),
  ]);

  const world = createWorld();
  const hooks: { onPoint?: MemoryDriverOptions["onPoint"] } = {};
  const driver = createMemoryDriver({ world, onPoint: (point, detail) => hooks.onPoint?.(point, detail) });
  // Time goes on as outside, and further when a test says so.
  const time = { ahead: 0 };
  const ports: WorkerPorts = {
    store: createStore(),
    clock: { now: () => Date.now() + time.ahead },
    driver,
    machines: createMachineLocks(),
    log: silent,
    dataDir,
  };

  const tenantId = newId();
  await database.query("insert into tenants (id, name) values ($1, $2)", [tenantId, `tenant ${tenantId}`]);
  const imageId = newId();
  const files = { diskPath: "guest/disk.qcow2", boot: { kind: "disk" } } as const;
  const image = { name: "An image", description: "", state: "ready", files, diskBytes: gigabyte } as const;
  await ports.store.images.insert({ id: imageId, ...image, errorCode: null, errorParams: null });

  const run = (id: string, options: Partial<RunOptions> & { ports?: WorkerPorts } = {}): Promise<RunResult> =>
    runOperation(options.ports ?? ports, id, {
      workerId: options.workerId ?? "worker-1",
      leaseMs: options.leaseMs ?? 10_000,
    });

  /** Runs until the operation has ended, letting leases run out in between. */
  const runToEnd = async (id: string, options: { ports?: WorkerPorts } = {}): Promise<RunResult> => {
    for (let round = 0; round < 20; round += 1) {
      const result = await run(id, { ...options, workerId: newId() });
      if (result !== "notMine") return result;
      time.ahead += 60_000;
    }
    throw new Error("the operation never ended");
  };

  const runRequested = async <T extends Requested>(asked: Promise<T>): Promise<T> => {
    const requested = await asked;
    const result = await runToEnd(requested.operationId);
    if (result !== "done") throw new Error(`expected done, not ${result}`);
    return requested;
  };

  let made = 0;
  const makeServer = async ({ start = true, disks = 1 } = {}): Promise<Server> => {
    made += 1;
    const diskBytes: [number, ...number[]] = [gigabyte, ...Array<number>(disks - 1).fill(gigabyte)];
    const wish = { tenantId, imageId, name: `web-${made}`, vcpus: 1, memoryBytes: gigabyte, diskBytes, start };
    const { serverId } = await runRequested(requestServer(ports, someone, wish));
    return ports.store.servers.get(serverId);
  };

  const wishFor = (serverId: string, wish: Partial<SnapshotRequest> = {}): SnapshotRequest => ({
    serverId,
    name: "",
    description: "",
    mode: "disks",
    lock: false,
    expiresAt: null,
    ...wish,
  });
  const makeSnapshot = async (serverId: string, wish: Partial<SnapshotRequest> = {}): Promise<Snapshot> => {
    const { snapshotId } = await runRequested(requestSnapshot(ports, someone, wishFor(serverId, wish)));
    return ports.store.snapshots.get(snapshotId);
  };

  /** A row that says Ready, without anything behind it: for what only rows decide. */
  const insertSnapshot = async (server: Server, name: string): Promise<string> => {
    const { snapshotId } = await requestSnapshot(ports, someone, wishFor(server.id, { name }));
    await database.query("delete from operations where snapshot_id = $1", [snapshotId]);
    await ports.store.snapshots.update(snapshotId, { state: "ready", takenAt: ports.clock.now() });
    return snapshotId;
  };

  const machine = (serverId: string): FakeMachine => {
    const found = world.machines.get(serverId);
    if (!found) throw new Error("no such machine");
    return found;
  };

  return {
    database,
    dataDir,
    db,
    driver,
    hooks,
    imageId,
    insertSnapshot,
    machine,
    makeServer,
    makeSnapshot,
    openWorkerQueue,
    ports,
    run,
    runRequested,
    runToEnd,
    tenantId,
    time,
    wishFor,
    world,
    getOperation: async (id: string): Promise<Operation & { errorCode: string | null }> => {
      const { rows } = await database.query("select error_code from operations where id = $1", [id]);
      return { ...(await ports.store.operations.get(id)), errorCode: rows[0]?.error_code ?? null };
    },
    /** What the worker does each second: rows are held against machines. */
    observe: () => observeServers(ports, { deep: false }),
    close: async () => {
      await closeJobs();
      await closeDb();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

export type Stage = Awaited<ReturnType<typeof setStage>>;
