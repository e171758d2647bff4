import { search } from "@/features/search/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(search, ({ url }) => ({ q: new URL(url).searchParams.get("q") ?? "" }));
