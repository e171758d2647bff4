"use client";
import { type DehydratedState, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo } from "react";

type Which = "known" | "new";

const take = (client: QueryClient, { queries }: DehydratedState, which: Which) => {
  for (const { queryKey, state } of queries) {
    const known = client.getQueryState(queryKey);
    const isNew = known?.data === undefined;
    if (isNew !== (which === "new") || (known?.dataUpdatedAt ?? 0) >= state.dataUpdatedAt) continue;
    client.setQueryData(queryKey, state.data, { updatedAt: state.dataUpdatedAt });
  }
};

/**
 * Gives the queries of a page what the server has read for them; the part of TanStack's `HydrationBoundary` that a
 * page without streams and mutations needs. New ones must be there before the page is drawn; known ones may stand on
 * the screen, so they wait until it is.
 */
export const HydrateQueries = ({ children, state }: { children: ReactNode; state: DehydratedState }) => {
  const client = useQueryClient();
  useMemo(() => take(client, state, "new"), [client, state]);
  useEffect(() => take(client, state, "known"), [client, state]);
  return children;
};
