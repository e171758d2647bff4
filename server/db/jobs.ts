import "server-only";
import { fromPrisma, PgBoss } from "pg-boss";
import { databaseUrl, env } from "../env";
import { log } from "../log";
import type { Tx } from "./transaction";

/** The queue that wakes workers; the truth about an operation is its own row. */
export const operationQueue = "operations";

export type OperationJob = { operationId: string };

const store: typeof globalThis & { stillpointBoss?: Promise<PgBoss> } = globalThis;

const open = async (role: "sender" | "worker"): Promise<PgBoss> => {
  const boss = new PgBoss({
    application_name: `stillpoint-jobs-${role}`,
    connectionString: databaseUrl(),
    max: role === "worker" ? Math.min(4, env().databasePool) : 1,
    supervise: role === "worker",
    schedule: false,
    useListenNotify: role === "worker",
  });
  boss.on("error", (error) => log.warn({ err: error }, "job queue"));
  await boss.start();
  // The row carries attempts and lease; a job is a knock on the door, and one knock is enough.
  await boss.createQueue(operationQueue, { notify: true, retryLimit: 0, deleteAfterSeconds: 3600 });
  return boss;
};

/** The queue for a process that only sends. */
const sender = (): Promise<PgBoss> => {
  store.stillpointBoss ??= open("sender").catch((error: unknown) => {
    store.stillpointBoss = undefined;
    throw error;
  });
  return store.stillpointBoss;
};

/** The queue for the worker, which also keeps it in order. */
export const openWorkerQueue = async (): Promise<PgBoss> => {
  store.stillpointBoss = open("worker");
  return store.stillpointBoss;
};

/** Writes the job in the caller's transaction, so that it is there exactly when the operation's row is. */
export const enqueueOperation = async (tx: Tx, operationId: string): Promise<void> => {
  const boss = await sender();
  const job: OperationJob = { operationId };
  await boss.send(operationQueue, job, { db: fromPrisma(tx) });
};

export const closeJobs = async (): Promise<void> => {
  const boss = await store.stillpointBoss;
  store.stillpointBoss = undefined;
  await boss?.stop({ graceful: true, timeout: 10_000 });
};
