export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];

export const isLocale = (value: unknown): value is Locale => locales.some((locale) => locale === value);

/** Dates, numbers and plurals follow these: English as in Britain (day before month), German as in Germany. */
export const languageTag: Readonly<Record<Locale, string>> = { en: "en-GB", de: "de-DE" };
