import { tenantList } from "@/features/tenants/list";
import { listTenants } from "@/features/tenants/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listTenants, (request) => parseListState(new URL(request.url).searchParams, tenantList));
