import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { listActivity as listRows } from "@/server/db/activity";
import { findServerTenant } from "@/server/db/server-tenants";
import { listInput } from "@/server/list-input";
import { defineLoader } from "@/server/loader";

export type ActivityRow = {
  id: string;
  at: string;
  event: string;
  actorName: string;
  address: string | null;
  outcome: string;
  details: Record<string, string | number>;
  requestId: string | null;
  serverId: string | null;
  tenantName: string | null;
};

export type ActivityPage = { rows: ActivityRow[]; total: number };

const details = z.record(z.string(), z.union([z.string(), z.number()])).catch({});

const toPage = ({ rows, total }: Awaited<ReturnType<typeof listRows>>): ActivityPage => ({
  rows: rows.map(({ at, details: raw, tenant, ...row }) => ({
    ...row,
    at: at.toISOString(),
    details: details.parse(raw),
    tenantName: tenant?.name ?? null,
  })),
  total,
});

const list = listInput(["at"], { by: "at", dir: "desc" });

/** The log of all tenants that the reader may see; the platform's own lines are the admins'. */
export const listActivity = defineLoader({
  input: list,
  permission: "activity.read",
  run: async ({ input: { filters, page, pageSize }, tenants }): Promise<ActivityPage> => {
    const tenant = z.uuid().safeParse(filters.tenant);
    return toPage(await listRows({ page, pageSize, tenantId: tenant.data, tenants }));
  },
});

export const listServerActivity = defineLoader({
  input: list.extend({ serverId: z.uuid() }),
  permission: "activity.read",
  run: async ({ input: { page, pageSize, serverId }, tenants }): Promise<ActivityPage> =>
    toPage(await listRows({ page, pageSize, serverId, tenants })),
  scope: async ({ serverId }) => {
    const tenantId = await findServerTenant(serverId);
    if (!tenantId) throw new AppError("notFound");
    return { tenantId };
  },
});
