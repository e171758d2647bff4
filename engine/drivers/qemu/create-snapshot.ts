import { AppError } from "@/lib/errors";
import type { CallOptions, SnapshotOutcome, SnapshotTarget } from "../driver";
import { removeFromDisks } from "./disk-snapshots";
import { readUsedBytes } from "./facts";
import { failed, settleAll, throwIfCancelled, toAppError } from "./failure";
import { type Freezer, startFreezer } from "./freezer-process";
import type { Host } from "./host";
import { getMachine, type Machine, shapeOfMachine } from "./machine-folder";
import { continueMachine, readRunState } from "./machine-state";
import { isLeftProtected, waitForMigration } from "./migration";
import { probeBackgroundSnapshot } from "./probe";
import { findProcess, killProcess } from "./process";
import { connectQmp, monitorSockets, type QmpClient } from "./qmp-client";
import { listMachineSnapshots } from "./snapshot-list";
import { findRecord, removeMemory, removeRecord, toOutcome, writeRecord } from "./snapshot-records";
import { readSpace } from "./space";
import { takeAtOnce } from "./take-at-once";
import { takeRunningDisks, takeStoppedDisks } from "./take-disks";
import { checkRoomForRam, takeMemory } from "./take-memory";
import type { Taking } from "./taking";

type Options = CallOptions & { mode: "disks" | "memory"; quiesce?: boolean };
type Subject = { machine: Machine; snapshotId: string; client: QmpClient | null };
type Quiesced = SnapshotOutcome["quiesced"];
/** A target with what takes it, and what freezes its guest where that is asked for. */
type Share = Subject & { taking: Taking; freezer: Freezer | null };

/** Which way RAM is kept on this host, unless the driver was told one. */
export const chooseMemoryMethod = async (host: Host): Promise<"background" | "standstill"> =>
  host.memoryMethod ?? ((await probeBackgroundSnapshot(host)) ? "background" : "standstill");

const openSubject = async (host: Host, { serverId, snapshotId }: SnapshotTarget): Promise<Subject> => {
  const machine = await getMachine(host, serverId);
  if (!(await findProcess(host, serverId))) return { machine, snapshotId, client: null };
  try {
    const client = await connectQmp(machine.folder, monitorSockets.operations, { timeoutMs: 10_000 });
    return { machine, snapshotId, client };
  } catch (error) {
    if (!(await findProcess(host, serverId))) return { machine, snapshotId, client: null };
    throw new AppError("serverStateUnknown", {}, { cause: error });
  }
};

/** A broken stream that nobody was there to see. Throws AppError "machineLost". */
const endIfLost = async (host: Host, machine: Machine, client: QmpClient): Promise<void> => {
  if (!(await isLeftProtected(client))) return;
  await killProcess(host, machine.id);
  throw new AppError("machineLost");
};

/** What an earlier call that was cut off by a crash may have left: a stream under way, a held guest, half a snapshot. */
const clearTraces = async (host: Host, { machine, snapshotId, client }: Subject): Promise<void> => {
  if (client) {
    await waitForMigration(client);
    await endIfLost(host, machine, client);
    // RAM that was never sent: such a process holds nothing yet and only `start` or `resume` can help it.
    if ((await readRunState(client)) === "inmigrate") throw failed("the machine still waits for its RAM");
    await continueMachine(client);
  }
  await removeRecord(machine, snapshotId);
  await removeFromDisks(host, { machine, client }, snapshotId);
  await removeMemory(machine, snapshotId);
};

const findComplete = async (host: Host, subjects: readonly Subject[]): Promise<SnapshotOutcome[] | null> => {
  const outcomes: SnapshotOutcome[] = [];
  for (const { machine, snapshotId, client } of subjects) {
    const found = (await listMachineSnapshots(host, { machine, client })).find((one) => one.snapshotId === snapshotId);
    const record = found?.complete ? await findRecord(machine, snapshotId) : null;
    if (!record) return null;
    outcomes.push(toOutcome(machine.id, snapshotId, record));
  }
  return outcomes;
};

const createTaking = async (
  host: Host,
  { machine, snapshotId, client }: Subject,
  options: Options,
): Promise<Taking> => {
  if (!client) return takeStoppedDisks(host, machine, snapshotId);
  if (options.mode === "disks") return takeRunningDisks(host, machine, snapshotId, client);
  const method = await chooseMemoryMethod(host);
  return takeMemory(host, { machine, snapshotId, client, method, progress: options.progress ?? (() => undefined) });
};

const record = async ({ machine, snapshotId, taking }: Share, quiesced: Quiesced): Promise<SnapshotOutcome> => {
  const result = await taking.finish();
  const used = await Promise.all(machine.spec.server.disks.map(({ id }) => readUsedBytes(machine, id)));
  const diskBytes = used.reduce((sum, bytes) => sum + bytes, 0);
  const whole = { ...result, quiesced, diskBytes, machine: shapeOfMachine(machine) };
  await writeRecord(machine, snapshotId, whole);
  return toOutcome(machine.id, snapshotId, whole);
};

const checkRoom = async (host: Host, subjects: readonly Subject[], mode: Options["mode"]): Promise<void> => {
  const { freeBytes } = await readSpace(host);
  if (host.freeReserveBytes >= 0 && freeBytes < host.freeReserveBytes) throw new AppError("diskFull");
  if (mode === "disks") return;
  let left = freeBytes;
  for (const { machine } of subjects) {
    checkRoomForRam(host, machine, left);
    left -= machine.spec.server.memoryBytes;
  }
};

const prepare = async (host: Host, share: Share, quiesce: boolean): Promise<void> => {
  const { machine, taking } = share;
  const getFreezer = async () => {
    if (quiesce && taking.isRunning) share.freezer = await startFreezer(host, machine);
  };
  await settleAll([taking.prepare(), getFreezer()]);
};

const takeAll = async (host: Host, shares: readonly Share[], { quiesce = false, signal }: Options) => {
  await settleAll(shares.map((share) => prepare(host, share, quiesce)));
  throwIfCancelled(signal);
  const thaws = await takeAtOnce(shares);
  const longestFrozenMs = Math.max(0, ...thaws.map((thaw) => thaw?.frozenMs ?? 0));
  const outcomes = await settleAll(
    shares.map((share, index) => {
      const frozenMs = thaws[index]?.frozenMs;
      return record(share, frozenMs === undefined ? null : { frozenMs, longestFrozenMs });
    }),
  );
  throwIfCancelled(signal);
  return outcomes;
};

const undoAll = async (host: Host, shares: readonly Share[]): Promise<void> => {
  const results = await Promise.allSettled([
    ...shares.map(({ freezer }) => freezer?.thaw()),
    ...shares.map(({ taking }) => taking.undo()),
    ...shares.map(({ machine, snapshotId }) => removeRecord(machine, snapshotId)),
  ]);
  for (const result of results) {
    if (result.status === "rejected") host.log("undoFailed", { error: String(result.reason) });
  }
};

/** See SnapshotOps.create. The caller holds the locks of all targets. */
export const createSnapshots = async (
  host: Host,
  targets: readonly SnapshotTarget[],
  options: Options,
): Promise<SnapshotOutcome[]> => {
  throwIfCancelled(options.signal);
  const subjects: Subject[] = [];
  const shares: Share[] = [];
  try {
    for (const target of targets) subjects.push(await openSubject(host, target));
    const complete = await findComplete(host, subjects);
    if (complete) return complete;
    if (options.mode === "memory" && subjects.some(({ client }) => !client)) throw new AppError("memoryNeedsRunning");
    // One instant for all: where one is missing, the others of an earlier try are of another instant.
    for (const subject of subjects) await clearTraces(host, subject);
    await checkRoom(host, subjects, options.mode);
    for (const subject of subjects) {
      shares.push({ ...subject, taking: await createTaking(host, subject, options), freezer: null });
    }
    try {
      const outcomes = await takeAll(host, shares, options);
      options.progress?.(100);
      return outcomes;
    } catch (error) {
      await undoAll(host, shares);
      const isLost = shares.some(({ taking }) => taking.hasLostMachine?.());
      if (isLost) throw new AppError("machineLost", {}, { cause: error });
      throw error;
    }
  } catch (error) {
    throw toAppError(error);
  } finally {
    for (const { taking } of shares) await taking.close();
    for (const { client } of subjects) client?.close();
  }
};
