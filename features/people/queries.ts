import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { formatListState, type ListState } from "@/lib/list-state";
import { readJson } from "@/lib/read-json";
import { peopleList } from "./list";
import type { PeoplePage, PersonDetail } from "./loaders";

export const peopleKeys = {
  all: ["people"] as const,
  detail: (personId: string) => [...peopleKeys.all, "detail", personId] as const,
  list: (address: string) => [...peopleKeys.all, "list", address] as const,
};

export const peopleQuery = (state: ListState) => {
  const address = formatListState(state, peopleList);
  return queryOptions({
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => readJson<PeoplePage>(`/api/people?${address}`, signal),
    queryKey: peopleKeys.list(address),
  });
};

export const personQuery = (personId: string) =>
  queryOptions({
    queryFn: ({ signal }) => readJson<PersonDetail>(`/api/people/${personId}`, signal),
    queryKey: peopleKeys.detail(personId),
  });
