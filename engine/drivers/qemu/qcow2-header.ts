/**
 * The start of a qcow2 file (QEMU, docs/interop/qcow2.txt). It is read by us before any tool of QEMU opens the file:
 * opening one that names another file opens that file too.
 */
export type Qcow2Header = {
  version: number;
  virtualBytes: bigint;
  hasBackingFile: boolean;
  isEncrypted: boolean;
  snapshotCount: number;
  hasExternalData: boolean;
  hasExtendedTables: boolean;
  hasUnknownFeatures: boolean;
};

const magic = 0x514649fb;
export const qcow2HeaderBytes = 104;

const dirty = 1n;
const externalData = 4n;
const compressionType = 8n;
const extendedL2 = 16n;
const knownFeatures = dirty | externalData | compressionType | extendedL2;

/** Null for a file that is no qcow2. */
export const parseQcow2Header = (head: Buffer): Qcow2Header | null => {
  if (head.length < 72 || head.readUInt32BE(0) !== magic) return null;
  const version = head.readUInt32BE(4);
  const features = version >= 3 && head.length >= qcow2HeaderBytes ? head.readBigUInt64BE(72) : 0n;
  return {
    version,
    virtualBytes: head.readBigUInt64BE(24),
    hasBackingFile: head.readBigUInt64BE(8) !== 0n,
    isEncrypted: head.readUInt32BE(32) !== 0,
    snapshotCount: head.readUInt32BE(60),
    hasExternalData: (features & externalData) !== 0n,
    hasExtendedTables: (features & extendedL2) !== 0n,
    hasUnknownFeatures: (features & ~knownFeatures) !== 0n,
  };
};

/** First bytes of formats that we do not take. As raw they would be a disk of nonsense. */
const foreign: readonly (readonly [offset: number, text: string])[] = [
  [0, "KDMV"],
  [0, "COWD"],
  [0, "# Disk DescriptorFile"],
  [0, "vhdxfile"],
  [0, "conectix"],
  [0, "QED\0"],
  [0, "LUKS\xba\xbe"],
  [0, "<<< "],
  [0x40, "\x7f\x10\xda\xbe"],
];

export const isForeignFormat = (head: Buffer): boolean =>
  foreign.some(([offset, text]) => head.subarray(offset, offset + text.length).equals(Buffer.from(text, "latin1")));
