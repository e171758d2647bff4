"use client";
import { createInstance, type ResourceLanguage } from "i18next";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { type Locale, languageTag } from "./locale";

type Known = { locale: Locale; messages: ResourceLanguage };

const KnownContext = createContext<Known>({ locale: "en", messages: {} });

/** The person's language, on the server and in the browser alike. */
export const useLocale = (): Locale => useContext(KnownContext).locale;

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
  messages: ResourceLanguage;
}) => {
  const outer = useContext(KnownContext);
  const known = useMemo<Known>(
    () => ({ locale, messages: outer.locale === locale ? { ...outer.messages, ...messages } : messages }),
    [outer, locale, messages],
  );
  const i18n = useMemo(() => {
    const made = createInstance();
    // initAsync: false answers at once, which a first render on the server needs.
    void made.use(initReactI18next).init({
      defaultNS: "common",
      fallbackLng: false,
      initAsync: false,
      interpolation: { escapeValue: false },
      lng: known.locale,
      ns: Object.keys(known.messages),
      react: { useSuspense: false },
      resources: { [known.locale]: known.messages },
    });
    return made;
  }, [known]);
  return (
    <KnownContext value={known}>
      <I18nProvider locale={languageTag[locale]}>
        <I18nextProvider i18n={i18n}>{children}</I18nextProvider>
      </I18nProvider>
    </KnownContext>
  );
};
