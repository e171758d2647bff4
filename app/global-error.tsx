"use client";
import "./globals.css";
import { useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import de from "@/locales/de/fatal.json";
import en from "@/locales/en/fatal.json";

const texts = { de, en } satisfies Record<string, typeof en>;

const subscribe = () => () => undefined;
const isGerman = () =>
  /(?:^|; )locale=de/.test(document.cookie) ||
  (!document.cookie.includes("locale=") && navigator.language.startsWith("de"));

/** Stands when even the frame of the page failed: no provider above it, so it brings its own few words. */
const GlobalErrorPage = () => {
  const locale = useSyncExternalStore(subscribe, isGerman, () => false) ? "de" : "en";
  const text = texts[locale];
  return (
    <html lang={locale}>
      <head>
        <title>{text.title}</title>
      </head>
      <body>
        <main>
          <EmptyState
            action={<Button onPress={() => location.reload()}>{text.reload}</Button>}
            icon="warning"
            isPage
            title={text.title}
            tone="bad"
          >
            {text.text}
          </EmptyState>
        </main>
      </body>
    </html>
  );
};

export default GlobalErrorPage;
