import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { SnapshotOutcome } from "../driver";
import {
  checkId,
  findFile,
  isId,
  type Machine,
  type MachineShape,
  machineShapeSchema,
  shapeOfMachine,
  writeFileWhole,
} from "./machine-folder";

/**
 * Written as the last step of a snapshot: its presence says that the snapshot is whole. All else about a snapshot that
 * the disks do not tell stands here.
 */
const recordSchema = z.object({
  takenAt: z.number(),
  pauseMs: z.number(),
  /** Bytes that the disks' files took on the host right after the snapshot. */
  diskBytes: z.number(),
  /** As SnapshotOutcome.quiesced; older records do not have it. */
  quiesced: z.nullable(z.object({ frozenMs: z.number(), longestFrozenMs: z.number() })).default(null),
  /** The machine at that instant: which disks were taken, and what its RAM fits. Absent: it has not changed since. */
  machine: machineShapeSchema.optional(),
  memory: z.nullable(
    z.object({
      method: z.enum(["background", "standstill"]),
      sizeBytes: z.number(),
      sha256: z.string(),
    }),
  ),
});

export type SnapshotRecord = z.infer<typeof recordSchema>;

const recordFile = (machine: Machine, snapshotId: string) =>
  path.join(machine.folder, "snapshots", `${checkId(snapshotId)}.json`);

export const memoryFile = (machine: Machine, snapshotId: string): string =>
  path.join(machine.folder, "ram", `${checkId(snapshotId)}.ram`);

export const findRecord = async (machine: Machine, snapshotId: string): Promise<SnapshotRecord | null> => {
  const text = await findFile(recordFile(machine, snapshotId));
  return text === null ? null : recordSchema.parse(JSON.parse(text));
};

export const writeRecord = (machine: Machine, snapshotId: string, record: SnapshotRecord): Promise<void> =>
  writeFileWhole(recordFile(machine, snapshotId), `${JSON.stringify(record)}\n`);

/** The machine at the snapshot's instant. */
export const shapeOf = (machine: Machine, record: SnapshotRecord): MachineShape =>
  record.machine ?? shapeOfMachine(machine);

export const removeRecord = (machine: Machine, snapshotId: string): Promise<void> =>
  rm(recordFile(machine, snapshotId), { force: true });

/** Removes kept RAM, whole or not. */
export const removeMemory = async (machine: Machine, snapshotId: string): Promise<void> => {
  const folder = path.join(machine.folder, "ram");
  for (const end of ["ram", "ram.part", "json", "json.part", "sock"]) {
    await rm(path.join(folder, `${checkId(snapshotId)}.${end}`), { force: true });
  }
};

const idOf = (name: string): string => name.slice(0, 36);

/** Ids that have any file here: a record or RAM, whole or not. */
export const listRecordedIds = async (machine: Machine): Promise<string[]> => {
  const folders = ["snapshots", "ram"].map((name) => readdir(path.join(machine.folder, name)));
  return [...new Set((await Promise.all(folders)).flat().map(idOf).filter(isId))];
};

/** Before the machine changes: records that rely on it not to have changed are told what it was. */
export const noteShapes = async (machine: Machine): Promise<void> => {
  for (const snapshotId of await listRecordedIds(machine)) {
    const record = await findRecord(machine, snapshotId);
    if (record && !record.machine)
      await writeRecord(machine, snapshotId, { ...record, machine: shapeOfMachine(machine) });
  }
};

/** Bytes of the kept RAM, or null where there is no whole file of it. */
export const findMemoryBytes = async (machine: Machine, snapshotId: string): Promise<number | null> => {
  const file = await stat(memoryFile(machine, snapshotId)).catch(() => null);
  return file ? file.size : null;
};

/** Takes the parts of a record that the contract names. */
export const toOutcome = (serverId: string, snapshotId: string, record: SnapshotRecord): SnapshotOutcome => ({
  serverId,
  snapshotId,
  takenAt: record.takenAt,
  pauseMs: record.pauseMs,
  quiesced: record.quiesced,
  memory: record.memory,
});
