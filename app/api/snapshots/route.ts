import { allListOptions } from "@/features/snapshots/list-options";
import { listSnapshots } from "@/features/snapshots/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listSnapshots, (request) =>
  parseListState(new URL(request.url).searchParams, allListOptions),
);
