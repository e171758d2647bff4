import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { formatListState, type ListState } from "@/lib/list-state";
import { readJson } from "@/lib/read-json";
import { activityList } from "./list";
import type { ActivityPage } from "./loaders";

export const activityKeys = {
  all: ["activity"] as const,
  list: (serverId: string | null, address: string) => [...activityKeys.all, serverId ?? "everywhere", address] as const,
};

/** The log of one server, or of everything that the reader may see. */
export const activityQuery = (serverId: string | null, state: ListState) => {
  const address = formatListState(state, activityList);
  const path = serverId ? `/api/servers/${serverId}/activity` : "/api/activity";
  return queryOptions({
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => readJson<ActivityPage>(`${path}?${address}`, signal),
    queryKey: activityKeys.list(serverId, address),
  });
};
