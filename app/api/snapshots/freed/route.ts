import { getFreed } from "@/features/snapshots/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getFreed, (request) => ({
  snapshotIds: (new URL(request.url).searchParams.get("ids") ?? "").split(","),
}));
