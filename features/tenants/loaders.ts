import "server-only";
import { listTenants as listRows } from "@/server/db/tenants";
import { listInput } from "@/server/list-input";
import { defineLoader } from "@/server/loader";

export type TenantRow = {
  id: string;
  name: string;
  createdAt: string;
  people: number;
  servers: number;
  snapshots: number;
};

export type TenantsPage = { rows: TenantRow[]; total: number };

export const listTenants = defineLoader({
  input: listInput(["name", "createdAt"], { by: "name", dir: "asc" }),
  permission: "platform.tenants",
  run: async ({ input }): Promise<TenantsPage> => {
    const { rows, total } = await listRows(input);
    return {
      rows: rows.map(({ _count, createdAt, ...row }) => ({
        ...row,
        createdAt: createdAt.toISOString(),
        people: _count.memberships,
        servers: _count.servers,
        snapshots: _count.snapshots,
      })),
      total,
    };
  },
});
