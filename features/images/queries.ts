import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { formatListState, type ListState } from "@/lib/list-state";
import { readJson } from "@/lib/read-json";
import { imageList } from "./list";
import type { ImagePage } from "./schema";

export const imageKeys = {
  all: ["images"] as const,
  lists: () => [...imageKeys.all, "list"] as const,
  list: (address: string) => [...imageKeys.lists(), address] as const,
};

export const imagesQuery = (state: ListState) => {
  const address = formatListState(state, imageList);
  return queryOptions({
    queryKey: imageKeys.list(address),
    queryFn: ({ signal }) => readJson<ImagePage>(`/api/images?${address}`, signal),
    placeholderData: keepPreviousData,
  });
};
