"use client";
import "./globals.css";
import { useSyncExternalStore } from "react";
import de from "@/locales/de/fatal.json";
import en from "@/locales/en/fatal.json";

const texts = { de, en } satisfies Record<string, typeof en>;

const subscribe = () => () => undefined;
const isGerman = () =>
  /(?:^|; )locale=de/.test(document.cookie) ||
  (!document.cookie.includes("locale=") && navigator.language.startsWith("de"));

/** Stands when even the frame of the page failed: no provider above it, so it brings its own few words.
 * It comes with every page as a stand-by and therefore borrows no component. */
const GlobalErrorPage = () => {
  const locale = useSyncExternalStore(subscribe, isGerman, () => false) ? "de" : "en";
  const text = texts[locale];
  return (
    <html lang={locale}>
      <head>
        <title>{text.title}</title>
      </head>
      <body>
        <main className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-14 text-center">
          <h1 className="font-semibold text-lg">{text.title}</h1>
          <p className="text-muted">{text.text}</p>
          <button
            className="rounded-md border bg-surface px-3.5 py-2 font-medium hover:bg-sunken"
            onClick={() => location.reload()}
            type="button"
          >
            {text.reload}
          </button>
        </main>
      </body>
    </html>
  );
};

export default GlobalErrorPage;
