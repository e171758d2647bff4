import type { MarkShapeName } from "@/components/time/mark-shape";
import type { SnapshotRow } from "../schema";

export type Kind = NonNullable<SnapshotRow["consistency"]>;

type Made = Pick<SnapshotRow, "consistency" | "frozenMs" | "mode" | "quiesce">;

/** What it is, or will be once it is Ready. */
export const kindOf = ({ consistency, mode, quiesce }: Omit<Made, "frozenMs">): Kind => {
  if (consistency) return consistency;
  if (mode === "memory") return "memory";
  if (mode === "stop") return "stopped";
  return quiesce ? "quiesced" : "crash";
};

/** The key of its kind in words; one with RAM may have been quiesced too. */
export const kindWordOf = (snapshot: Made): Kind | "memoryQuiesced" => {
  const kind = kindOf(snapshot);
  const isQuiesced = snapshot.consistency ? snapshot.frozenMs !== null : snapshot.quiesce;
  return kind === "memory" && isQuiesced ? "memoryQuiesced" : kind;
};

const shapes: Readonly<Record<Kind, MarkShapeName>> = {
  crash: "disks",
  memory: "memory",
  quiesced: "quiesced",
  stopped: "stopped",
};

export const shapeOf = (snapshot: Omit<Made, "frozenMs">): MarkShapeName => shapes[kindOf(snapshot)];
export const shapeOfKind = (kind: Kind): MarkShapeName => shapes[kind];

/** Disks and RAM together; null while nobody has measured them. */
export const sizeOf = ({ diskBytes, memoryBytes }: Pick<SnapshotRow, "diskBytes" | "memoryBytes">): number | null =>
  diskBytes === null ? null : diskBytes + (memoryBytes ?? 0);

export const isBusy = ({ state }: Pick<SnapshotRow, "state">): boolean => state !== "ready" && state !== "failed";
