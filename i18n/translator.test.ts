import { createInstance } from "i18next";
import { describe, expect, it } from "vitest";
import { locales } from "./locale";
import { type Namespace, resources } from "./resources";
import { makeTranslator, type Texts } from "./translator";

const leaves = (texts: Texts, before = ""): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [before + key] : leaves(value, `${before}${key}.`),
  );

const names = (text: string) => [...text.matchAll(/\{\{([^}]*)\}\}/g)].map((match) => match[1] ?? "");

const setUp = (locale: (typeof locales)[number]) => {
  const real = createInstance();
  void real.init({
    fallbackLng: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    lng: locale,
    ns: Object.keys(resources.en),
    resources,
  });
  return { ours: makeTranslator(locale, resources[locale]), real };
};

describe.each(locales)("texts in %s, beside i18next", (locale) => {
  const { ours, real } = setUp(locale);
  const namespaces = Object.keys(resources.en).filter((name): name is Namespace => name in resources.en);

  it.each(namespaces)("gives each text of %s word for word", (namespace) => {
    const texts: Texts = resources[locale][namespace];
    for (const leaf of leaves(texts)) {
      const key = leaf.replace(/_(one|other)$/, "");
      const text = real.getResource(locale, namespace, leaf);
      const values = Object.fromEntries(names(String(text)).map((name) => [name, `<${name} & "ü" $&>`]));
      for (const count of [undefined, 0, 1, 2, 21]) {
        const options = { ...values, ...(count === undefined ? {} : { count }) };
        const expected: unknown = Reflect.apply(real.getFixedT(locale, namespace), undefined, [key, options]);
        expect(ours(namespace)(key, options), `${namespace}:${leaf} ${count}`).toBe(expected);
        expect(ours("common")(`${namespace}:${key}`, options)).toBe(expected);
      }
    }
  });

  it("uses nothing in its texts that only i18next can: formats, nesting", () => {
    for (const namespace of namespaces) {
      const texts: Texts = resources[locale][namespace];
      for (const leaf of leaves(texts)) {
        const text = String(real.getResource(locale, namespace, leaf));
        expect(text).not.toContain("$t(");
        for (const name of names(text)) expect(name, `${namespace}:${leaf}`).toMatch(/^[A-Za-z]+$/);
      }
    }
  });
});

describe("values in a text", () => {
  const t = makeTranslator("en", { common: { hello: "Hello {{name}}" } })("common");

  it("come from the options or from `replace`", () => {
    expect(t("hello", { name: "Ann" })).toBe("Hello Ann");
    expect(t("hello", { replace: { name: "Ann" } })).toBe("Hello Ann");
  });

  it("never start a second replacement", () => expect(t("hello", { name: "{{name}} $1" })).toBe("Hello {{name}} $1"));

  it("leave the key where the text is missing", () => expect(t("no.such.text")).toBe("no.such.text"));
});
