export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];

export const isLocale = (value: unknown): value is Locale => locales.some((locale) => locale === value);

/** Dates, numbers and plurals follow these: English as in Britain (day before month), German as in Germany. */
export const languageTag: Readonly<Record<Locale, string>> = { en: "en-GB", de: "de-DE" };

/** The first of the browser's languages that the panel speaks; they come with weights (RFC 9110, 12.5.4). */
export const localeFromHeader = (header: string | null): Locale => {
  const wanted = (header ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...options] = part.trim().toLowerCase().split(";");
      const weight = options.map((option) => /^\s*q=([\d.]+)\s*$/.exec(option)?.[1]).find(Boolean);
      return { language: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const { language } of wanted) if (isLocale(language)) return language;
  return "en";
};
