"use client";
import { useQuery } from "@tanstack/react-query";
import { useHydrated } from "@/components/use-hydrated";
import { isActive } from "./is-active";
import { operationsQuery } from "./queries";
import type { OperationList, OperationSummary } from "./schema";

/** As many as the list shows at most; beyond that it does not tell of every server. */
const shownAtMost = 50;

const findIn = ({ rows }: OperationList, serverId: string) => {
  const active = rows.filter(isActive);
  const own = active.filter((operation) => operation.serverId === serverId);
  const found = own.find(({ state }) => state === "running") ?? own[0] ?? null;
  return { found, isCertain: found !== null || active.length < shownAtMost };
};

/** What works on the server now, by the live list; `first` is what the page came with. */
export const useActiveOperation = (serverId: string, first: OperationSummary | null): OperationSummary | null => {
  const { data } = useQuery(operationsQuery());
  const isHydrated = useHydrated();
  if (!data || !isHydrated) return first;
  const { found, isCertain } = findIn(data, serverId);
  return isCertain ? found : first;
};
