import { z } from "zod";
import { locales } from "@/i18n/locale";
import { passwordLength } from "@/lib/password-length";
import { themes } from "@/lib/theme";
import { isTimeZone } from "@/lib/time-zone";

export const localeChoice = z.object({ locale: z.enum(locales) });
export const themeChoice = z.object({ theme: z.enum(themes) });

export const ownSettings = z.object({
  locale: z.enum(locales),
  name: z.string().trim().min(1).max(100),
  theme: z.enum(themes),
  /** null: the one that the browser names */
  timeZone: z.string().max(60).refine(isTimeZone).nullable(),
});

export const passwordChange = z.object({
  current: z.string().min(1).max(passwordLength.max),
  next: z.string().min(passwordLength.min).max(passwordLength.max),
});

export const sessionChoice = z.object({ which: z.union([z.uuid(), z.literal("others")]) });
