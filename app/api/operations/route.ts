import { listOperations } from "@/features/operations/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listOperations, () => ({}));
