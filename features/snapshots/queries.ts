import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { formatListState, type ListState } from "@/lib/list-state";
import { readJson } from "@/lib/read-json";
import { allListOptions, serverListOptions } from "./list-options";
import type { SnapshotDetail, SnapshotMark, SnapshotNameCheck, SnapshotPage, UndoView } from "./schema";

export const snapshotKeys = {
  all: ["snapshots"] as const,
  detail: (id: string) => [...snapshotKeys.all, "detail", id] as const,
  freed: (ids: readonly string[]) => [...snapshotKeys.all, "freed", ...ids] as const,
  list: (search: string) => [...snapshotKeys.all, "list", search] as const,
  byServer: (serverId: string) => [...snapshotKeys.all, "server", serverId] as const,
  serverList: (serverId: string, search: string) => [...snapshotKeys.byServer(serverId), "list", search] as const,
  undo: (serverId: string) => [...snapshotKeys.byServer(serverId), "undo"] as const,
  marks: (serverId: string) => [...snapshotKeys.byServer(serverId), "marks"] as const,
  /** Not below the others: whether a name is free is asked while it is typed, not with each change of a snapshot. */
  name: (serverId: string, name: string, except: string) => ["snapshotNames", serverId, name, except] as const,
};

export const snapshotsQuery = (state: ListState) => {
  const search = formatListState(state, allListOptions);
  return queryOptions({
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<SnapshotPage> => readJson(`/api/snapshots?${search}`, signal),
    queryKey: snapshotKeys.list(search),
  });
};

/** The scale of the time axis and the view stand in the same address, but the list does not depend on them. */
const withoutLooks = ({ filters: { scale: _, view: __, ...filters }, ...state }: ListState): ListState => ({
  ...state,
  filters,
});

export const serverSnapshotsQuery = (serverId: string, state: ListState) => {
  const search = formatListState(withoutLooks(state), serverListOptions);
  return queryOptions({
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<SnapshotPage> => readJson(`/api/servers/${serverId}/snapshots?${search}`, signal),
    queryKey: snapshotKeys.serverList(serverId, search),
  });
};

export const marksQuery = (serverId: string) =>
  queryOptions({
    queryFn: ({ signal }): Promise<SnapshotMark[]> => readJson(`/api/servers/${serverId}/snapshots/marks`, signal),
    queryKey: snapshotKeys.marks(serverId),
  });

/** The way back from the last revert, or null. */
export const undoQuery = (serverId: string) =>
  queryOptions({
    queryFn: ({ signal }): Promise<UndoView | null> => readJson(`/api/servers/${serverId}/snapshots/undo`, signal),
    queryKey: snapshotKeys.undo(serverId),
  });

export const snapshotQuery = (id: string) =>
  queryOptions({
    queryFn: ({ signal }): Promise<SnapshotDetail> => readJson(`/api/snapshots/${id}`, signal),
    queryKey: snapshotKeys.detail(id),
  });

/** What a blank name would become, and whether this one is free; `except` may keep its own. */
export const nameQuery = (serverId: string, name: string, except = "") =>
  queryOptions({
    placeholderData: keepPreviousData,
    queryFn: ({ signal }): Promise<SnapshotNameCheck> => {
      const params = new URLSearchParams({ name, ...(except && { except }) });
      return readJson(`/api/servers/${serverId}/snapshots/name?${params}`, signal);
    },
    queryKey: snapshotKeys.name(serverId, name, except),
    staleTime: 0,
  });
