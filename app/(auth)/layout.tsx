import type { ReactNode } from "react";
import { LanguageChoice } from "@/features/session/language-choice";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";

const Layout = async ({ children }: { children: ReactNode }) => {
  const [t, locale, messages] = [
    await getT("common"),
    await getLocale(),
    await pickMessages("auth", "common", "errors"),
  ];
  return (
    <Messages locale={locale} messages={messages}>
      <main className="mx-auto grid min-h-dvh w-full max-w-md content-center gap-6 px-4 py-10">
        <p className="text-center text-muted">{t("brand.tagline")}</p>
        {children}
        <LanguageChoice />
      </main>
    </Messages>
  );
};
export default Layout;
