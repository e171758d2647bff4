import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { formatListState, type ListState } from "@/lib/list-state";
import { readJson } from "@/lib/read-json";
import { serverList } from "./list";
import type { ServerChoices, ServerHeader, ServerLosses, ServerNameCheck, ServerPage, ServerSize } from "./schema";

export const serverKeys = {
  all: ["servers"] as const,
  lists: () => [...serverKeys.all, "list"] as const,
  list: (address: string) => [...serverKeys.lists(), address] as const,
  detail: (serverId: string) => [...serverKeys.all, "detail", serverId] as const,
  losses: (serverId: string) => [...serverKeys.detail(serverId), "losses"] as const,
  size: (serverId: string) => [...serverKeys.detail(serverId), "size"] as const,
  choices: () => [...serverKeys.all, "choices"] as const,
  name: (tenantId: string, name: string) => [...serverKeys.all, "name", tenantId, name] as const,
};

export const serversQuery = (state: ListState) => {
  const address = formatListState(state, serverList);
  return queryOptions({
    queryKey: serverKeys.list(address),
    queryFn: ({ signal }) => readJson<ServerPage>(`/api/servers?${address}`, signal),
    placeholderData: keepPreviousData,
  });
};

export const serverQuery = (serverId: string) =>
  queryOptions({
    queryKey: serverKeys.detail(serverId),
    queryFn: ({ signal }) => readJson<ServerHeader>(`/api/servers/${serverId}`, signal),
  });

export const serverLossesQuery = (serverId: string) =>
  queryOptions({
    queryKey: serverKeys.losses(serverId),
    queryFn: ({ signal }) => readJson<ServerLosses>(`/api/servers/${serverId}/losses`, signal),
  });

export const serverSizeQuery = (serverId: string) =>
  queryOptions({
    queryKey: serverKeys.size(serverId),
    queryFn: ({ signal }) => readJson<ServerSize>(`/api/servers/${serverId}/size`, signal),
  });

export const serverChoicesQuery = () =>
  queryOptions({
    queryKey: serverKeys.choices(),
    queryFn: ({ signal }) => readJson<ServerChoices>("/api/servers/choices", signal),
  });

export const serverNameQuery = (tenantId: string, name: string) =>
  queryOptions({
    queryKey: serverKeys.name(tenantId, name),
    queryFn: ({ signal }) =>
      readJson<ServerNameCheck>(`/api/servers/name?${new URLSearchParams({ name, tenantId })}`, signal),
  });
