import type { Locale } from "./locale";

export type Texts = { readonly [key: string]: string | Texts };
export type TranslateOptions = { count?: number; replace?: Readonly<Record<string, unknown>> } & Readonly<
  Record<string, unknown>
>;
export type Translate = (key: string, options?: TranslateOptions) => string;

const find = (texts: Texts | undefined, path: readonly string[]): string | undefined => {
  let found: string | Texts | undefined = texts;
  for (const step of path) found = typeof found === "object" ? found[step] : undefined;
  return typeof found === "string" ? found : undefined;
};

/**
 * The part of i18next that the browser needs, in a fortieth of its weight: `namespace:place.meaning`, `{{name}}`,
 * `_one` and `_other` by the language's own rules. The server runs i18next itself over the same files;
 * `translator.test.ts` holds each text of both against each other.
 */
export const makeTranslator = (locale: Locale, messages: Readonly<Record<string, Texts>>) => {
  const plurals = new Intl.PluralRules(locale);
  return (namespace: string): Translate =>
    (key, options = {}) => {
      const colon = key.indexOf(":");
      const path = key.slice(colon + 1).split(".");
      const texts = messages[colon < 0 ? namespace : key.slice(0, colon)];
      const last = path.at(-1) ?? "";
      const plural =
        typeof options.count === "number"
          ? find(texts, [...path.slice(0, -1), `${last}_${plurals.select(options.count)}`])
          : undefined;
      // A text that is missing shows its key, as i18next does: ugly, and found at once.
      const text = plural ?? find(texts, path) ?? path.join(".");
      const values = { ...options, ...options.replace };
      return text.replaceAll(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) =>
        String(new Map<string, unknown>(Object.entries(values)).get(name) ?? ""),
      );
    };
};
