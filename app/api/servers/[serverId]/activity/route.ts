import { activityList } from "@/features/activity/list";
import { listServerActivity } from "@/features/activity/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listServerActivity, (request, params) => ({
  ...parseListState(new URL(request.url).searchParams, activityList),
  serverId: params.serverId ?? "",
}));
