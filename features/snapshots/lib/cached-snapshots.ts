import type { QueryClient } from "@tanstack/react-query";
import { snapshotKeys } from "../queries";
import type { FreedView, SnapshotDetail, SnapshotMark, SnapshotPage, SnapshotRow } from "../schema";

type Cached = FreedView | SnapshotDetail | SnapshotMark[] | SnapshotPage | { isTaken: boolean };
type Change = Partial<Pick<SnapshotRow, "description" | "expiresAt" | "lock" | "name">>;

const patched = (cached: Cached, id: string, change: Change): Cached => {
  if (Array.isArray(cached)) {
    const { lock, description: _, ...rest } = change;
    const mark = { ...rest, ...(lock !== undefined && { isLocked: lock !== null }) };
    return cached.map((each) => (each.id === id ? { ...each, ...mark } : each));
  }
  if ("rows" in cached)
    return { ...cached, rows: cached.rows.map((row) => (row.id === id ? { ...row, ...change } : row)) };
  return "id" in cached && cached.id === id ? { ...cached, ...change } : cached;
};

/**
 * Shows a small, reversible change at once, wherever the snapshot is on the screen. Returns what takes it back if the
 * server refuses.
 */
export const changeCached = async (client: QueryClient, id: string, change: Change): Promise<() => void> => {
  await client.cancelQueries({ queryKey: snapshotKeys.all });
  const before = client.getQueriesData<Cached>({ queryKey: snapshotKeys.all });
  client.setQueriesData<Cached>({ queryKey: snapshotKeys.all }, (cached) => cached && patched(cached, id, change));
  return () => {
    for (const [key, cached] of before) client.setQueryData(key, cached);
  };
};
