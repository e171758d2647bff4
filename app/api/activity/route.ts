import { activityList } from "@/features/activity/list";
import { listActivity } from "@/features/activity/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listActivity, (request) =>
  parseListState(new URL(request.url).searchParams, activityList),
);
