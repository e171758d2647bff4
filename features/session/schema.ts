import { z } from "zod";
import { locales } from "@/i18n/locale";
import { passwordLength } from "@/lib/password-length";

export const firstAdmin = z.object({
  email: z.string().trim().toLowerCase().max(254).pipe(z.email()),
  locale: z.enum(locales),
  name: z.string().trim().min(1).max(100),
  password: z.string().min(passwordLength.min).max(passwordLength.max),
});
