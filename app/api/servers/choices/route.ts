import { getServerChoices } from "@/features/servers/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(getServerChoices, () => ({}));
