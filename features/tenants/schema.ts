import { z } from "zod";

export const tenantName = z.string().trim().min(1).max(80);
export const tenantId = z.object({ id: z.uuid() });
export const tenantDraft = z.object({ name: tenantName });
export const tenantRename = tenantId.extend({ name: tenantName });
