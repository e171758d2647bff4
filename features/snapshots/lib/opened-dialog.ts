import type { SnapshotRow } from "../schema";

/** Which decision is open, and about what. */
export type Opened =
  | { kind: "delete"; onDone?: () => void; rows: readonly SnapshotRow[] }
  | { kind: "edit" | "lock" | "revert" | "unlock"; snapshot: SnapshotRow };
