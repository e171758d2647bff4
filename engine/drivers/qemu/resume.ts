import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "@/lib/errors";
import type { CallOptions } from "../driver";
import { failed, throwIfCancelled, toAppError } from "./failure";
import { startThaw } from "./freezer-process";
import type { Host } from "./host";
import { launch } from "./launch";
import type { Machine } from "./machine-folder";
import { continueMachine, readRunState } from "./machine-state";
import { withMonitor } from "./monitor";
import { findProcess, incomingSocket, killProcess } from "./process";
import type { QmpClient } from "./qmp-client";
import { findMemoryBytes, findRecord, memoryFile, type SnapshotRecord, shapeOf } from "./snapshot-records";
import { connectUnix } from "./unix-socket";

const sendMemory = async (machine: Machine, snapshotId: string, options: CallOptions & { totalBytes: number }) => {
  const socket = await connectUnix(machine.folder, incomingSocket(snapshotId), { timeoutMs: 10_000 });
  const source = createReadStream(memoryFile(machine, snapshotId), { highWaterMark: 2 ** 20 });
  let sent = 0;
  source.on("data", (chunk) => {
    sent += chunk.length;
    options.progress?.(Math.min(99, Math.floor((100 * sent) / options.totalBytes)));
  });
  try {
    await pipeline(source, socket, options.signal ? { signal: options.signal } : {});
  } catch (error) {
    // QEMU hangs up as soon as it has read the last byte, at times before our end of the stream is closed. Whether it
    // took all in, its run state tells.
    if (sent < options.totalBytes || options.signal?.aborted) throw error;
  }
};

/** QEMU says nothing when it has taken all in; a bad stream ends the process. */
const waitUntilLoaded = async (host: Host, machine: Machine, client: QmpClient): Promise<void> => {
  const limit = performance.now() + 60_000;
  while ((await readRunState(client)) === "inmigrate") {
    if (performance.now() > limit || !(await findProcess(host, machine.id))) throw failed("RAM could not be loaded");
    await sleep(5);
  }
};

/** The machine with the snapshot's RAM, standing still; the caller closes its monitor. */
export const loadMemory = async (
  host: Host,
  {
    machine,
    snapshotId,
    memory,
    options,
  }: {
    machine: Machine;
    snapshotId: string;
    memory: NonNullable<SnapshotRecord["memory"]>;
    options: CallOptions;
  },
): Promise<QmpClient> => {
  const size = await findMemoryBytes(machine, snapshotId);
  if (size === null) throw new AppError("snapshotMissing");
  if (size !== memory.sizeBytes) throw new AppError("memoryFileDamaged");
  const client = await launch(host, machine, { kind: "incoming", socket: incomingSocket(snapshotId) });
  try {
    await sendMemory(machine, snapshotId, { ...options, totalBytes: size });
    await waitUntilLoaded(host, machine, client);
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
};

/** In RAM of a quiesced snapshot the file systems are still frozen: whatever happens to us, they are let go. */
const goOn = async (host: Host, machine: Machine, client: QmpClient, { quiesced }: SnapshotRecord): Promise<void> => {
  const thawed = quiesced ? startThaw(host, machine) : null;
  await continueMachine(client).finally(() => client.close());
  await thawed?.();
};

/**
 * Whether a call before us has already done it: a process from this very snapshot that has its RAM. One that still
 * waits for RAM, since its sender was killed, is ended.
 */
const isAlreadyResumed = async (host: Host, machine: Machine, snapshotId: string): Promise<boolean> => {
  const found = await findProcess(host, machine.id);
  if (!found) return false;
  if (found.resumedFrom !== snapshotId) throw new AppError("serverNotStopped");
  const hasRam = await withMonitor(machine, async (client) => {
    if ((await readRunState(client)) === "inmigrate") return false;
    await continueMachine(client);
    return true;
  });
  if (!hasRam) await killProcess(host, machine.id);
  return hasRam;
};

/**
 * Kept RAM holds the state of each device by its place: QEMU loads it into a machine of the same make alone, and says of
 * any other only that it failed.
 */
const assertFits = (machine: Machine, record: SnapshotRecord): void => {
  const [then, now] = [shapeOf(machine, record), machine.spec.server];
  const isAlike =
    then.vcpus === now.vcpus &&
    then.memoryBytes === now.memoryBytes &&
    then.disks.length === now.disks.length &&
    then.nics.length === now.nics.length;
  if (!isAlike) throw new AppError("memoryDoesNotFit");
};

/** See SnapshotOps.resume. The caller holds the machine's lock. */
export const resumeMachine = async (
  host: Host,
  machine: Machine,
  snapshotId: string,
  options: CallOptions,
): Promise<void> => {
  throwIfCancelled(options.signal);
  const record = await findRecord(machine, snapshotId);
  if (await isAlreadyResumed(host, machine, snapshotId)) {
    if (record?.quiesced) await startThaw(host, machine)();
    return;
  }
  if (!record?.memory) throw new AppError("snapshotMissing");
  assertFits(machine, record);
  try {
    const client = await loadMemory(host, { machine, snapshotId, memory: record.memory, options });
    await goOn(host, machine, client, record);
    options.progress?.(100);
  } catch (error) {
    await killProcess(host, machine.id);
    throwIfCancelled(options.signal);
    throw toAppError(error);
  }
};
