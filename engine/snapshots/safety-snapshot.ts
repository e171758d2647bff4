import { AppError } from "@/lib/errors";
import type { JournalData, Operation } from "../model/operation";
import { configOf, type Server } from "../model/server";
import { type Snapshot, safetyName } from "../model/snapshot";
import type { Store } from "../ports";
import { freeName } from "./free-name";

/** How long the state before a revert is kept, ms. Its expiry is as any other's: a lock holds it, a person may move it. */
export const safetyKeepMs = 7 * 24 * 3600 * 1000;

/**
 * How the state before a revert is kept. Without room for the RAM twice it is kept without it: going back to it then
 * costs a fresh start. `freeBytes` of the host, `memoryBytes` of the server.
 */
export const guardMode = (now: { isRunning: boolean; freeBytes: number; memoryBytes: number }): "disks" | "memory" =>
  now.isRunning && now.freeBytes > now.memoryBytes * 2 ? "memory" : "disks";

/** What was kept: bytes on the host, and what the guard's step left in the journal. */
export type Guarded = { wasRunning: boolean; left: JournalData; diskBytes: number; memoryBytes: number };

/**
 * Makes the state before a revert a snapshot that people see, in the transaction that makes the revert stand: it lies on
 * the machine under the operation's id, whole, so it is Ready at once. `server` as it was before. Written once.
 */
export const insertSafety = async (
  store: Store,
  { operation, server, now }: { operation: Operation; server: Server; now: number },
  { wasRunning, left, diskBytes, memoryBytes }: Guarded,
): Promise<void> => {
  if (await store.snapshots.find(operation.id)) return;
  const withMemory = left.mode === "memory";
  const takenAt = Number(left.takenAt);
  if (!Number.isFinite(takenAt)) throw new AppError("engineFailed");
  const snapshot: Snapshot = {
    id: operation.id,
    tenantId: server.tenantId,
    serverId: server.id,
    parentId: server.currentSnapshotId,
    name: await freeName(store, server.id, safetyName(takenAt)),
    description: "",
    mode: withMemory ? "memory" : "disks",
    state: "ready",
    origin: "safety",
    consistency: withMemory ? "memory" : wasRunning ? "crash" : "stopped",
    config: configOf(server),
    memoryMethod: typeof left.memoryMethod === "string" ? left.memoryMethod : null,
    memorySha256: typeof left.memorySha256 === "string" ? left.memorySha256 : null,
    pauseMs: Number(left.pauseMs),
    quiesce: false,
    frozenMs: null,
    diskBytes,
    memoryBytes,
    takenAt,
    expiresAt: now + safetyKeepMs,
    errorCode: null,
    errorParams: null,
    createdAt: takenAt,
    createdById: operation.createdById,
  };
  await store.snapshots.insert(snapshot);
};
