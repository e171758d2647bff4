import { z } from "zod";
import { passwordLength } from "@/lib/password-length";
import { tenantRoles } from "@/lib/permissions";

export const email = z.string().trim().toLowerCase().max(254).pipe(z.email());
export const personName = z.string().trim().min(1).max(100);
export const newPassword = z.string().min(passwordLength.min).max(passwordLength.max);

export const rights = z.object({
  isAdmin: z.boolean(),
  memberships: z.array(z.object({ role: z.enum(tenantRoles), tenantId: z.uuid() })).max(100),
});

export const personId = z.object({ id: z.uuid() });
export const personDraft = rights.extend({ email, name: personName, password: newPassword.nullable() });
export const personEdit = personId.extend({ email, name: personName });
export const rightsEdit = personId.extend(rights.shape);
