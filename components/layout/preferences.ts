import type { Locale } from "@/i18n/locale";
import type { Theme } from "@/lib/theme";

const aYear = 31_536_000;

/** Choices that the first byte of the next page must know: neither flash nor jump. */
export const remember = (name: "locale" | "rail" | "theme" | "timeZone", value: string): void => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we serve
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${aYear}; SameSite=Lax${secure}`;
};

export const applyTheme = (theme: Theme): void => {
  remember("theme", theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};

/** The whole page is fetched anew: React Aria's own words come with it. */
export const applyLocale = (locale: Locale): void => {
  remember("locale", locale);
  location.reload();
};
