"use server";
import { defineAction } from "@/server/action";
import { createTenant as create, deleteTenant as remove, renameTenant as rename } from "@/server/db/tenants";
import { getTenant } from "@/server/tenants";
import { tenantDraft, tenantId, tenantRename } from "./schema";

const permission = "platform.tenants";

export const createTenant = defineAction({
  audit: "tenant.create",
  input: tenantDraft,
  permission,
  run: async ({ input }) => ({ id: await create(input.name) }),
  scope: ({ name }) => ({ subject: { tenant: name }, tenantId: null }),
});

export const renameTenant = defineAction({
  audit: "tenant.rename",
  input: tenantRename,
  permission,
  run: ({ input }) => rename(input.id, input.name),
  scope: async ({ id, name }) => ({ subject: { tenant: (await getTenant(id)).name, to: name }, tenantId: id }),
});

export const deleteTenant = defineAction({
  audit: "tenant.delete",
  input: tenantId,
  permission,
  run: ({ input }) => remove(input.id),
  // Of the platform's log: the tenant's own ends with it.
  scope: async ({ id }) => ({ subject: { tenant: (await getTenant(id)).name }, tenantId: null }),
});
