import { getServerLosses } from "@/features/servers/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getServerLosses, (_, { serverId = "" }) => ({ serverId }));
