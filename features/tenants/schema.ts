import { z } from "zod";
import { tenantNameMax } from "./list";

export const tenantName = z.string().trim().min(1).max(tenantNameMax);
export const tenantId = z.object({ id: z.uuid() });
export const tenantDraft = z.object({ name: tenantName });
export const tenantRename = tenantId.extend({ name: tenantName });
