import { serverList } from "@/features/servers/list";
import { listServers } from "@/features/servers/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listServers, ({ url }) => parseListState(new URL(url).searchParams, serverList));
