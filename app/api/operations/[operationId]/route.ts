import { getOperation } from "@/features/operations/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getOperation, (_, { operationId = "" }) => ({ operationId }));
