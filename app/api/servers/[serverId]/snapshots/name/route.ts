import { checkSnapshotName } from "@/features/snapshots/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(checkSnapshotName, (request, { serverId = "" }) => {
  const { searchParams } = new URL(request.url);
  return { except: searchParams.get("except") ?? undefined, name: searchParams.get("name") ?? "", serverId };
});
