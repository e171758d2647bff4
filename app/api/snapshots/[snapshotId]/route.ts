import { getSnapshot } from "@/features/snapshots/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getSnapshot, (_, { snapshotId = "" }) => ({ snapshotId }));
