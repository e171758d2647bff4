import type { ListOptions } from "@/lib/list-state";
import type { TenantSort } from "@/server/db/tenants";

const sortBy = ["createdAt", "name"] satisfies TenantSort[];

/** What may stand in the address of the list of tenants. */
export const tenantList: ListOptions = { defaultSort: { by: "name", dir: "asc" }, sortBy };

/** In characters. */
export const tenantNameMax = 80;
