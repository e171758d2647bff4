import type { EditServerInput, ServerHeader, ServerSize } from "../schema";
import { parseGigabytes, toGigabytes } from "./size-text";

/** A size in GB as it is typed. What nobody has touched stays what it is to the byte; null for a new one. */
type SizeText = { now: { bytes: number; text: string } | null; text: string };
/** `number` names it while the form is open, whatever goes or comes before it. */
export type DiskDraft = SizeText & { id: string | null; key: string; number: number };

/** The form as it is typed. */
export type SizeDraft = { disks: readonly DiskDraft[]; memory: SizeText; nextNumber: number; vcpus: string };

type Sized = Pick<ServerHeader, "disks" | "memoryBytes" | "vcpus">;

const asText = (bytes: number): SizeText => ({ now: { bytes, text: toGigabytes(bytes) }, text: toGigabytes(bytes) });

export const sizeDraftOf = ({ disks, memoryBytes, vcpus }: Sized): SizeDraft => ({
  disks: disks.map(({ id, position, sizeBytes }) => ({ ...asText(sizeBytes), id, key: id, number: position + 1 })),
  memory: asText(memoryBytes),
  nextNumber: disks.length + 1,
  vcpus: String(vcpus),
});

export const withNewDisk = (draft: SizeDraft, key: string): SizeDraft => ({
  ...draft,
  disks: [...draft.disks, { id: null, key, now: null, number: draft.nextNumber, text: "10" }],
  nextNumber: draft.nextNumber + 1,
});

/** Bytes; null for what is no size. */
const bytesOf = ({ now, text }: SizeText): number | null =>
  now && text.trim() === now.text ? now.bytes : parseGigabytes(text);

type Bounds = { max: number; min: number };

const isWithin = (value: number | null, { max, min }: Bounds): value is number =>
  value !== null && Number.isInteger(value) && value >= min && value <= max;

/** A disk may become larger, never smaller. */
export const diskBounds = ({ now }: DiskDraft, { diskBytes }: ServerSize["limits"]): Bounds => ({
  max: diskBytes.max,
  min: Math.max(now?.bytes ?? 0, diskBytes.min),
});

export type SizeFaults = { disks: ReadonlySet<string>; memory: boolean; vcpus: boolean };

export const findSizeFaults = (draft: SizeDraft, limits: ServerSize["limits"]): SizeFaults => ({
  disks: new Set(
    draft.disks.filter((disk) => !isWithin(bytesOf(disk), diskBounds(disk, limits))).map(({ key }) => key),
  ),
  memory: !isWithin(bytesOf(draft.memory), limits.memoryBytes),
  vcpus: !isWithin(Number(draft.vcpus), limits.vcpus),
});

/** Places, counted from 1, of disks that go with their data. */
export const removedDisks = (draft: SizeDraft, { disks }: Sized): number[] =>
  disks.flatMap(({ id, position }) => (draft.disks.some((disk) => disk.id === id) ? [] : [position + 1]));

type Wish = Pick<EditServerInput, "disks" | "memoryBytes" | "vcpus">;

/** What the server is asked for; null while the form has a fault, or changes nothing. */
export const toWish = (draft: SizeDraft, server: Sized, limits: ServerSize["limits"]): Wish | null => {
  const faults = findSizeFaults(draft, limits);
  const memoryBytes = bytesOf(draft.memory);
  if (faults.disks.size > 0 || faults.memory || faults.vcpus || memoryBytes === null) return null;
  const disks = draft.disks.map((disk) => ({ id: disk.id, sizeBytes: bytesOf(disk) ?? 0 }));
  const vcpus = Number(draft.vcpus);
  const isSame =
    vcpus === server.vcpus &&
    memoryBytes === server.memoryBytes &&
    disks.length === server.disks.length &&
    disks.every(({ id, sizeBytes }, index) => {
      const now = server.disks[index];
      return id === now?.id && sizeBytes === now.sizeBytes;
    });
  return isSame ? null : { disks, memoryBytes, vcpus };
};
