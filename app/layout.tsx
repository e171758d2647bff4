import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { LocalizedStringProvider } from "react-aria-components/i18n";
import { NonceMeta } from "@/components/layout/nonce-meta";
import { Providers } from "@/components/providers";
import { languageTag } from "@/i18n/locale";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { isTheme, type Theme } from "@/lib/theme";
import { findActor } from "@/server/auth/actor";

export const viewport: Viewport = { colorScheme: "light dark", initialScale: 1, width: "device-width" };

export const generateMetadata = async (): Promise<Metadata> => {
  const t = await getT("common");
  const name = t("brand.name");
  return {
    description: t("brand.tagline"),
    icons: "/favicon.svg",
    robots: "noindex",
    title: { default: name, template: `%s · ${name}` },
  };
};

const getTheme = async (): Promise<Theme> => {
  const chosen = (await findActor())?.theme ?? (await cookies()).get("theme")?.value;
  return isTheme(chosen) ? chosen : "system";
};

const RootLayout = async ({ children }: { children: ReactNode }) => {
  const [locale, messages, theme, request] = await Promise.all([
    getLocale(),
    pickMessages("common", "errors"),
    getTheme(),
    headers(),
  ]);
  const nonce = request.get("x-nonce") ?? undefined;
  return (
    <html data-theme={theme === "system" ? undefined : theme} lang={locale} suppressHydrationWarning>
      <head>
        <NonceMeta nonce={nonce} />
      </head>
      <body>
        <LocalizedStringProvider locale={languageTag[locale]} nonce={nonce} />
        <Providers locale={locale} messages={messages}>
          {children}
        </Providers>
      </body>
    </html>
  );
};

export default RootLayout;
