import { getPersonDetail } from "@/features/people/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getPersonDetail, (_, params) => ({ id: params.personId ?? "" }));
