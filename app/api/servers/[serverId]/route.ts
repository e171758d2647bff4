import { getServerHeader } from "@/features/servers/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getServerHeader, (_, { serverId = "" }) => ({ serverId }));
