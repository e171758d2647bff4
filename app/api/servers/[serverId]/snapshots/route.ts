import { serverListOptions } from "@/features/snapshots/list-options";
import { listServerSnapshots } from "@/features/snapshots/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listServerSnapshots, (request, { serverId = "" }) => ({
  ...parseListState(new URL(request.url).searchParams, serverListOptions),
  serverId,
}));
