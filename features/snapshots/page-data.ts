import "server-only";
import { QueryClient } from "@tanstack/react-query";
import { cache } from "react";
import { loadOr404 } from "@/server/loader";
import { getSnapshot } from "./loaders";
import { snapshotQuery } from "./queries";
import type { SnapshotDetail } from "./schema";

/** A page and its title ask for the same: read once a request. */
export const loadSnapshot = cache((snapshotId: string) => loadOr404(getSnapshot, { snapshotId }));

export const snapshotClient = (snapshot: SnapshotDetail): QueryClient => {
  const client = new QueryClient();
  client.setQueryData(snapshotQuery(snapshot.id).queryKey, snapshot);
  return client;
};
