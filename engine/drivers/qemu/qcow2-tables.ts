import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { failed } from "./failure";
import { parseQcow2Header, qcow2HeaderBytes } from "./qcow2-header";

/**
 * The tables of a qcow2 file, read and never written (QEMU, docs/interop/qcow2.txt). The file is the guests' user's:
 * what it says is checked against its own length before anything is believed. Whatever is not known is refused.
 */

/** A state of the disk: a snapshot, or the present under the name null. */
export type Qcow2State = {
  name: string | null;
  /** Offsets of the tables of the second level, 0 where there is none; one for each stretch of the guest's disk. */
  tables: Float64Array;
  /** Bytes that the table of the first level takes itself. */
  firstLevelBytes: number;
};

export type Qcow2File = {
  handle: FileHandle;
  fileBytes: number;
  clusterBytes: number;
  virtualBytes: number;
  /** Snapshots in the order taken, then the present. */
  states: readonly Qcow2State[];
};

/** Far above what the panel makes, and low enough that a crafted file can't take the memory of the process. */
const most = { snapshots: 4096, firstLevelEntries: 2 ** 22, firstLevelBytes: 2 ** 28, clusters: 2 ** 27 };
const clusterBitsKnown = { least: 9, most: 21 };
/** Of a snapshot's entry: its fixed part, QEMU's own limit for what may follow it, id and name. */
const entry = { fixed: 40, extra: 1024, id: 128, name: 256 };

const refuse = (what: string) => failed(`the disk's tables: ${what}`);

export const readAt = async (handle: FileHandle, buffer: Buffer, offset: number): Promise<Buffer> => {
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, offset);
  return buffer.subarray(0, bytesRead);
};

const toNumber = (value: bigint, what: string): number => {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw refuse(what);
  return Number(value);
};

type Header = {
  clusterBytes: number;
  virtualBytes: number;
  firstLevel: Place;
  snapshots: { count: number; at: number };
};
type Place = { at: number; entries: number };

const readHeader = async (handle: FileHandle, fileBytes: number): Promise<Header> => {
  const head = await readAt(handle, Buffer.alloc(qcow2HeaderBytes), 0);
  const known = parseQcow2Header(head);
  if (!known || known.version < 2 || known.version > 3) throw refuse("no qcow2 file of a known version");
  const { isEncrypted, hasExternalData, hasExtendedTables, hasUnknownFeatures } = known;
  if (isEncrypted || hasExternalData || hasExtendedTables || hasUnknownFeatures) throw refuse("unknown features");
  const clusterBits = head.readUInt32BE(20);
  if (clusterBits < clusterBitsKnown.least || clusterBits > clusterBitsKnown.most) throw refuse("size of clusters");
  const clusterBytes = 2 ** clusterBits;
  if (fileBytes / clusterBytes > most.clusters) throw refuse("too many clusters");
  if (known.snapshotCount > most.snapshots) throw refuse("too many snapshots");
  return {
    clusterBytes,
    virtualBytes: toNumber(known.virtualBytes, "size of the disk"),
    firstLevel: { at: toNumber(head.readBigUInt64BE(40), "place of the first level"), entries: head.readUInt32BE(36) },
    snapshots: { count: known.snapshotCount, at: toNumber(head.readBigUInt64BE(64), "place of the snapshots") },
  };
};

type Listed = { name: string; firstLevel: Place };

const parseSnapshots = (table: Buffer, count: number): Listed[] => {
  const listed: Listed[] = [];
  let at = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + entry.fixed > table.length) throw refuse("list of snapshots");
    const idBytes = table.readUInt16BE(at + 12);
    const nameBytes = table.readUInt16BE(at + 14);
    const extraBytes = table.readUInt32BE(at + 36);
    const nameAt = at + entry.fixed + extraBytes + idBytes;
    if (extraBytes > entry.extra || nameAt + nameBytes > table.length) throw refuse("list of snapshots");
    // RAM inside the file lies behind the disk, in the same tables.
    const ramBytes = extraBytes >= 8 ? table.readBigUInt64BE(at + entry.fixed) : BigInt(table.readUInt32BE(at + 32));
    if (ramBytes > 0n) throw refuse("RAM inside the file");
    listed.push({
      name: table.toString("utf8", nameAt, nameAt + nameBytes),
      firstLevel: { at: toNumber(table.readBigUInt64BE(at), "place"), entries: table.readUInt32BE(at + 8) },
    });
    at = Math.ceil((nameAt + nameBytes) / 8) * 8;
  }
  return listed;
};

const readSnapshots = async (handle: FileHandle, { count, at }: Header["snapshots"], fileBytes: number) => {
  const bytes = Math.min(count * (entry.fixed + entry.extra + entry.id + entry.name), Math.max(0, fileBytes - at));
  return parseSnapshots(await readAt(handle, Buffer.alloc(bytes), at), count);
};

/** Bits 9 to 55 of an entry are the offset; bit 63 says that nobody else holds the table. */
const readFirstLevel = async (handle: FileHandle, { at, entries }: Place, { clusterBytes }: Header) => {
  const raw = await readAt(handle, Buffer.alloc(entries * 8), at);
  if (raw.length < entries * 8) throw refuse("first level");
  const tables = new Float64Array(entries);
  for (let index = 0; index < entries; index += 1) {
    const high = raw.readUInt32BE(index * 8) & 0x00ff_ffff;
    const low = (raw.readUInt32BE(index * 8 + 4) & 0xffff_fe00) >>> 0;
    const offset = high * 2 ** 32 + low;
    if (offset % clusterBytes !== 0) throw refuse("place of the second level");
    tables[index] = offset;
  }
  return tables;
};

/** What the file holds now; the caller closes `handle`. */
const readTables = async (handle: FileHandle): Promise<Qcow2File> => {
  const stats = await handle.stat();
  if (!stats.isFile()) throw refuse("no file");
  const header = await readHeader(handle, stats.size);
  const snapshots = await readSnapshots(handle, header.snapshots, stats.size);
  const all = [...snapshots, { name: null, firstLevel: header.firstLevel }];
  const entries = all.map(({ firstLevel }) => firstLevel.entries);
  const total = entries.reduce((sum, count) => sum + count, 0);
  if (Math.max(...entries) > most.firstLevelEntries || total * 8 > most.firstLevelBytes) throw refuse("first level");
  const states: Qcow2State[] = [];
  for (const { name, firstLevel } of all) {
    const tables = await readFirstLevel(handle, firstLevel, header);
    const clusters = Math.ceil((firstLevel.entries * 8) / header.clusterBytes);
    states.push({ name, tables, firstLevelBytes: clusters * header.clusterBytes });
  }
  // The file may have grown meanwhile: tables of the present, read after its length, may point to what is new.
  const { clusterBytes, virtualBytes } = header;
  return { handle, fileBytes: (await handle.stat()).size, clusterBytes, virtualBytes, states };
};

/**
 * Opens a disk for reading and hands its tables to `work`. The list of snapshots must not change meanwhile; the guest
 * may go on writing. Throws AppError "engineFailed" for a file that is not understood.
 */
export const withQcow2 = async <T>(file: string, work: (opened: Qcow2File) => Promise<T>): Promise<T> => {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    return await work(await readTables(handle));
  } finally {
    await handle.close();
  }
};
