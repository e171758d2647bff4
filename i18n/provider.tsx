"use client";
import type { FlatNamespace, TFunction } from "i18next";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { type Locale, languageTag } from "./locale";
import type { Resources } from "./resources";
import { makeTranslator, type Texts, type Translate } from "./translator";

type Known = { locale: Locale; messages: Readonly<Record<string, Texts>>; translate: (namespace: string) => Translate };

const know = (locale: Locale, messages: Readonly<Record<string, Texts>>): Known => {
  const made = makeTranslator(locale, messages);
  const known = new Map<string, Translate>();
  // The same function each time, so that it can stand in a dependency list.
  const translate = (namespace: string) => {
    const t = known.get(namespace) ?? made(namespace);
    known.set(namespace, t);
    return t;
  };
  return { locale, messages, translate };
};

const KnownContext = createContext<Known>(know("en", {}));

/** The person's language, on the server and in the browser alike. */
export const useLocale = (): Locale => useContext(KnownContext).locale;

type OneOrMore<N extends FlatNamespace> = N | readonly [N, ...N[]] | readonly N[];

/** Texts for client components, typed as i18next's. Of several namespaces the first needs no prefix in its keys. */
export const useTranslation = <const N extends OneOrMore<FlatNamespace> = "common">(
  namespaces?: N,
): { t: TFunction<N extends readonly FlatNamespace[] ? N : N & FlatNamespace> } => {
  const { translate } = useContext(KnownContext);
  const first: unknown = Array.isArray(namespaces) ? namespaces[0] : namespaces;
  const t: unknown = translate(typeof first === "string" ? first : "common");
  // i18next's type knows each key; that both give the same texts is what translator.test.ts checks.
  return { t: t as TFunction<N extends readonly FlatNamespace[] ? N : N & FlatNamespace> };
};

/**
 * Hands the texts of the named areas to the browser, and only those. A nested one adds to what is known outside,
 * so that a page brings its own area alone.
 */
export const Messages = ({
  children,
  locale,
  messages,
}: {
  children: ReactNode;
  locale: Locale;
  messages: Partial<Resources>;
}) => {
  const outer = useContext(KnownContext);
  const known = useMemo(
    () => know(locale, outer.locale === locale ? { ...outer.messages, ...messages } : messages),
    [outer, locale, messages],
  );
  return (
    <KnownContext value={known}>
      <I18nProvider locale={languageTag[locale]}>{children}</I18nProvider>
    </KnownContext>
  );
};
