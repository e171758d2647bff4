import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createInstance, type i18n as I18n, type ResourceLanguage } from "i18next";
import type { Namespace } from "@/i18n/resources";

export type Locale = "en" | "de";

const namespaces = [
  "common",
  "activity",
  "auth",
  "errors",
  "images",
  "operations",
  "people",
  "servers",
  "settings",
  "snapshots",
  "tenants",
] as const satisfies readonly Namespace[];

const load = (locale: Locale): ResourceLanguage => {
  const folder = fileURLToPath(new URL(`../../locales/${locale}/`, import.meta.url));
  return Object.fromEntries(
    readdirSync(folder).map((file) => [
      file.replace(".json", ""),
      JSON.parse(readFileSync(`${folder}${file}`, "utf8")),
    ]),
  );
};

const made = new Map<Locale, I18n>();

const instanceOf = (locale: Locale): I18n => {
  const known = made.get(locale);
  if (known) return known;
  const instance = createInstance({
    initAsync: false,
    interpolation: { escapeValue: false },
    lng: locale,
    ns: [...namespaces],
    // Read from disk as they stand; their shape is checked where the product imports them.
    resources: { [locale]: load(locale) },
  });
  void instance.init();
  made.set(locale, instance);
  return instance;
};

/** The product's own words, so that a changed text does not break a journey. Throws for a key without a text. */
export const texts = (locale: Locale) => instanceOf(locale).getFixedT(locale, [...namespaces]);
