import path from "node:path";
import { fileURLToPath } from "node:url";
import {
  expireSnapshots,
  type FaultPoints,
  type Log,
  measureNextUsage,
  observeServers,
  openQemuDriver,
  registerBuiltImage,
  removeStrayGuards,
  type WorkerPorts,
} from "@/engine";
import { newId } from "@/lib/ids";
import { beat, clearHeartbeats, removeHeartbeat } from "@/server/db/heartbeats";
import { closeJobs, type OperationJob, openWorkerQueue, operationQueue } from "@/server/db/jobs";
import { clearRateLimits } from "@/server/db/rate-limits";
import { disconnect } from "@/server/db/transaction";
import { requestPorts } from "@/server/engine";
import { env } from "@/server/env";
import { log as root } from "@/server/log";
import { every } from "./every";
import { createMachineLocks } from "./machine-locks";
import { createOperationLoop } from "./operation-loop";
import { readWorkerEnv } from "./worker-env";

const log: Log = {
  info: (event, fields) => root.info({ event, ...withError(fields) }, event),
  warn: (event, fields) => root.warn({ event, ...withError(fields) }, event),
  error: (event, fields) => root.error({ event, ...withError(fields) }, event),
};
/** pino shows a stack only under the name `err`. */
const withError = ({ error, ...fields }: Readonly<Record<string, unknown>> = {}) =>
  error === undefined ? fields : { ...fields, err: error };

/** A test asks to fall at one point; the fall is as hard as a power cut. */
const faultAt = (point: string): FaultPoints => ({
  reach: async (reached) => {
    if (reached === point) process.kill(process.pid, "SIGKILL");
  },
});

const seconds = 1_000;

const start = async (): Promise<() => Promise<void>> => {
  const settings = readWorkerEnv();
  const dataDir = path.resolve(env().data);
  const workerId = newId();
  const driver = await openQemuDriver({
    dataDir,
    memoryWriter: fileURLToPath(new URL("./memory-writer.mjs", import.meta.url)),
    runAs: { uid: settings.qemuUid, gid: settings.qemuUid },
    log: log.info,
    ...(settings.memoryMethod && { memoryMethod: settings.memoryMethod }),
  });
  const ports: WorkerPorts = { ...requestPorts(), driver, machines: createMachineLocks(), log, dataDir };
  if (settings.fault) ports.faults = faultAt(settings.fault);

  const loop = createOperationLoop(ports, { workerId, leaseMs: settings.leaseMs, concurrency: settings.concurrency });
  const boss = await openWorkerQueue();
  await boss.work<OperationJob>(operationQueue, { batchSize: 100, pollingIntervalSeconds: 2 }, async (jobs) => {
    for (const { data } of jobs) loop.run(data.operationId);
  });
  let round = 0;
  const stops = [
    every(300 * seconds, "image", log, () => registerBuiltImage(ports)),
    every(Math.min(2 * seconds, settings.leaseMs), "sweep", log, loop.sweep),
    every(1 * seconds, "observe", log, () => observeServers(ports, { deep: round++ % 10 === 0 })),
    every(15 * seconds, "expire", log, () => expireSnapshots(ports)),
    every(2 * seconds, "usage", log, async () => {
      // An operation that came meanwhile found the machine taken.
      while (await measureNextUsage(ports)) await loop.sweep();
    }),
    every(3600 * seconds, "guards", log, () => removeStrayGuards(ports)),
    every(3600 * seconds, "heartbeats", log, () => clearHeartbeats(new Date(Date.now() - 24 * 3600 * seconds))),
    every(3600 * seconds, "rate limits", log, () => clearRateLimits()),
    every(5 * seconds, "worker heartbeat", log, () =>
      beat({ id: workerId, kind: "worker", detail: { pid: process.pid } }),
    ),
    every(5 * seconds, "engine heartbeat", log, async () => {
      const [capabilities, space] = await Promise.all([driver.capabilities(), driver.space()]);
      await beat({ id: `engine-${driver.kind}`, kind: "engine", detail: { ...capabilities, ...space } });
    }),
  ];
  log.info("worker.started", { workerId, leaseMs: settings.leaseMs });
  return async () => {
    for (const stop of stops) stop();
    const isDone = await loop.close(8 * seconds);
    await removeHeartbeat(workerId).catch((error: unknown) => log.warn("worker.heartbeatNotRemoved", { error }));
    if (!isDone) return log.warn("worker.stoppedInWork", { workerId });
    await closeJobs();
    await driver.close();
    await disconnect();
    log.info("worker.stopped", { workerId });
  };
};

const stop = await start();
let isStopping = false;
const end = () => {
  if (isStopping) return;
  isStopping = true;
  stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error("worker.stopFailed", { error });
      process.exit(1);
    },
  );
};
process.once("SIGTERM", end);
process.once("SIGINT", end);
