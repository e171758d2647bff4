import { listServerMarks } from "@/features/snapshots/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listServerMarks, (_, { serverId = "" }) => ({ serverId }));
