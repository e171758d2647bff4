/** A lock on a snapshot. It stands while it is neither released nor past its end. Times in ms since 1970 UTC. */
export type Hold = {
  id: string;
  snapshotId: string;
  userId: string | null;
  reason: string;
  createdAt: number;
  endsAt: number | null;
};
