import type { MarkShapeName } from "@/components/time/mark-shape";
import type { SnapshotRow } from "../schema";

export type Kind = NonNullable<SnapshotRow["consistency"]>;

/** What it is, or will be once it is Ready. */
export const kindOf = ({ consistency, mode }: Pick<SnapshotRow, "consistency" | "mode">): Kind => {
  if (consistency) return consistency;
  if (mode === "memory") return "memory";
  return mode === "stop" ? "stopped" : "crash";
};

const shapes: Readonly<Record<Kind, MarkShapeName>> = {
  crash: "disks",
  memory: "memory",
  quiesced: "quiesced",
  stopped: "stopped",
};

export const shapeOf = (snapshot: Pick<SnapshotRow, "consistency" | "mode">): MarkShapeName => shapes[kindOf(snapshot)];
export const shapeOfKind = (kind: Kind): MarkShapeName => shapes[kind];

/** Disks and RAM together; null while nobody has measured them. */
export const sizeOf = ({ diskBytes, memoryBytes }: Pick<SnapshotRow, "diskBytes" | "memoryBytes">): number | null =>
  diskBytes === null ? null : diskBytes + (memoryBytes ?? 0);

export const isBusy = ({ state }: Pick<SnapshotRow, "state">): boolean => state !== "ready" && state !== "failed";
