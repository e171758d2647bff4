import { getServerUndo } from "@/features/snapshots/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getServerUndo, (_, { serverId = "" }) => ({ serverId }));
