import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/read-json";
import type { OperationList } from "./schema";

export const operationKeys = {
  all: ["operations"] as const,
  list: () => [...operationKeys.all, "list"] as const,
};

export const operationsQuery = () =>
  queryOptions({
    queryKey: operationKeys.list(),
    queryFn: ({ signal }) => readJson<OperationList>("/api/operations", signal),
  });
