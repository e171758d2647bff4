import { checkServerName } from "@/features/servers/loaders";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(checkServerName, ({ url }) => {
  const asked = new URL(url).searchParams;
  return { name: asked.get("name") ?? "", tenantId: asked.get("tenantId") ?? "" };
});
