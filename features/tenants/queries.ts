import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { formatListState, type ListState } from "@/lib/list-state";
import { readJson } from "@/lib/read-json";
import { tenantList } from "./list";
import type { TenantsPage } from "./loaders";

export const tenantKeys = {
  all: ["tenants"] as const,
  list: (address: string) => [...tenantKeys.all, "list", address] as const,
};

export const tenantsQuery = (state: ListState) => {
  const address = formatListState(state, tenantList);
  return queryOptions({
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => readJson<TenantsPage>(`/api/tenants?${address}`, signal),
    queryKey: tenantKeys.list(address),
  });
};
