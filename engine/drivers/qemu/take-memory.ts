import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import { removeFromDisks, snapshotRunningDisks } from "./disk-snapshots";
import { failed } from "./failure";
import type { Host } from "./host";
import type { Machine } from "./machine-folder";
import { continueMachine, readRunState } from "./machine-state";
import { isLeftProtected, type MigrationState, prepareMigration, waitForMigration } from "./migration";
import { findProcess, isDeadlocked, killProcess } from "./process";
import { connectQmp, monitorSockets, type QmpClient, QmpError, QmpSilence } from "./qmp-client";
import { removeMemory } from "./snapshot-records";
import { holdMachine, measurePause, stoppedAt, type Taking } from "./taking";
import { startWriter, type Writer } from "./writer-process";

/** How long QEMU may be silent after the stream has ended before it is looked at as stuck. */
const silenceMs = 60_000;

type Method = "background" | "standstill";

/**
 * A monitor that answers, after the stream has ended. QEMU can lock up for ever when a stream breaks off; only where
 * that is proven it is ended, since the guest will never run again. Throws AppError "engineFailed" otherwise.
 */
const reconnect = async (host: Host, machine: Machine, broken: QmpClient): Promise<QmpClient> => {
  broken.close();
  const end = performance.now() + silenceMs;
  while (performance.now() < end) {
    try {
      const client = await connectQmp(machine.folder, monitorSockets.operations, { timeoutMs: 5000 });
      await readRunState(client, 5000);
      return client;
    } catch (error) {
      if (!(await findProcess(host, machine.id))) throw failed("the machine ended while its RAM was kept", error);
      await sleep(500);
    }
  }
  const stuck = await findProcess(host, machine.id);
  if (stuck && (await isDeadlocked(stuck.pid))) {
    host.log("machineDeadlocked", { serverId: machine.id });
    await killProcess(host, machine.id);
    throw failed("QEMU was locked up for ever and had to be ended");
  }
  throw failed("QEMU does not answer");
};

/** What this QEMU takes: a host may refuse by now what it allowed when it was probed, or another use of it may. */
const chooseMethod = async (host: Host, client: QmpClient, wished: Method): Promise<Method> => {
  if (wished === "background") {
    try {
      await prepareMigration(client, true);
      return wished;
    } catch (error) {
      if (!(error instanceof QmpError)) throw error;
      host.log("backgroundRefused", { error: error.message });
    }
  }
  await prepareMigration(client, false);
  return "standstill";
};

/**
 * RAM, sent to a writer process. `background`: the guest stands still only while its disks are taken and its pages are
 * marked; what it changes later is sent before it may change it, and QEMU lets it go on by itself. `standstill`, where
 * the host refuses that: it stands still until all is sent. Both leave the same file and are gone back to alike.
 */
export const takeMemory = (
  host: Host,
  {
    machine,
    snapshotId,
    client: first,
    method: wished,
    progress,
  }: {
    machine: Machine;
    snapshotId: string;
    client: QmpClient;
    method: Method;
    progress: (percent: number) => void;
  },
): Taking => {
  let method = wished;
  let client = first;
  let writer: Writer | null = null;
  let takenAt = 0;
  let isSending = false;
  let migration: MigrationState | null = null;
  let hasLostMachine = false;
  /** Whatever was said, QEMU is asked on a connection that works. */
  const alive = async (): Promise<QmpClient> => {
    try {
      await readRunState(client, 5000);
    } catch (error) {
      if (!(error instanceof QmpSilence)) throw error;
      client = await reconnect(host, machine, client);
    }
    return client;
  };
  const waitUntilSent = async (): Promise<MigrationState> => {
    const state = await waitForMigration(client, { progress, longestPauseMs: method === "background" ? 200 : 10 });
    isSending = false;
    return state;
  };
  return {
    isRunning: true,
    needsHold: true,
    prepare: async () => {
      method = await chooseMethod(host, client, wished);
      writer = await startWriter(host, machine, snapshotId);
    },
    hold: () => holdMachine(client),
    take: async () => {
      takenAt = stoppedAt(client.events) ?? Date.now();
      if (!writer) throw new Error("no writer of RAM");
      await snapshotRunningDisks(client, machine, snapshotId);
      const since = client.events.length;
      isSending = true;
      await client.execute("migrate", { uri: `unix:${writer.socket}` });
      if (method === "standstill") {
        migration = await waitUntilSent();
        await client.execute("cont");
      }
      await client.waitForEvent("RESUME", since, 30_000);
    },
    finish: async () => {
      const { status, error } = migration ?? (await waitUntilSent());
      if (status !== "completed" || !writer) throw new Error(`RAM was not sent: ${status} ${error}`);
      // A writer without room reads on to the end, and to QEMU all went well: only both together are a success.
      const kept = await writer.finish();
      const memory = { method, sizeBytes: kept.bytes, sha256: kept.sha256 };
      return { takenAt: Math.round(takenAt), pauseMs: measurePause(client.events), memory };
    },
    undo: async () => {
      try {
        const working = await alive();
        if (isSending) await waitForMigration(working);
        if (await isLeftProtected(working)) {
          hasLostMachine = true;
          await killProcess(host, machine.id);
          throw failed("the stream of RAM broke off, and the guest would never have gone on");
        }
        await continueMachine(working);
        await removeFromDisks(host, { machine, client: working }, snapshotId);
      } catch (error) {
        if (await findProcess(host, machine.id)) throw error;
        // A dead machine's disks can be cleared without it.
        await removeFromDisks(host, { machine, client: null }, snapshotId);
      } finally {
        await removeMemory(machine, snapshotId);
      }
    },
    hasLostMachine: () => hasLostMachine,
    close: async () => client.close(),
  };
};

/** Throws AppError "diskFull" where the guest's whole RAM and the reserve would not fit. */
export const checkRoomForRam = (host: Host, machine: Machine, freeBytes: number): void => {
  if (host.freeReserveBytes < 0) return;
  if (freeBytes < machine.spec.server.memoryBytes + host.freeReserveBytes) throw new AppError("diskFull");
};
