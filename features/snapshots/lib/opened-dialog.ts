import type { SnapshotRow } from "../schema";

/** Which decision is open, and about what. */
export type Opened =
  | { kind: "delete"; onDone?: () => void; rows: readonly SnapshotRow[] }
  | { isUndo?: boolean; kind: "revert"; snapshot: Pick<SnapshotRow, "id" | "name" | "serverName"> }
  | { kind: "edit" | "lock" | "unlock"; snapshot: SnapshotRow };
