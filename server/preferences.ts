import "server-only";
import { cookies } from "next/headers";
import type { Locale } from "@/i18n/locale";
import type { Theme } from "@/lib/theme";
import { env } from "./env";

const yearSeconds = 365 * 24 * 3600;

/** What a browser keeps for the time before sign-in, and so that the first paint has the right colours. */
export const keepPreferences = async ({ locale, theme }: { locale?: Locale; theme?: Theme }): Promise<void> => {
  const jar = await cookies();
  const options = { maxAge: yearSeconds, path: "/", sameSite: "lax", secure: env().secureCookies } as const;
  if (locale) jar.set("locale", locale, options);
  if (theme) jar.set("theme", theme, options);
};
