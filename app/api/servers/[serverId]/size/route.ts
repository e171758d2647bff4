import { getServerSize } from "@/features/servers/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getServerSize, (_, { serverId = "" }) => ({ serverId }));
