"use client";
import { applyLocale } from "@/components/layout/preferences";
import { locales } from "@/i18n/locale";
import { useLocale, useTranslation } from "@/i18n/provider";

/** Each language by its own name, so that it is found by those who do not read the one that shows. */
export const LanguageChoice = () => {
  const { t } = useTranslation();
  const current = useLocale();
  return (
    <nav aria-label={t("language.label")} className="flex justify-center gap-1 text-sm">
      {locales.map((locale) => (
        <button
          aria-current={locale === current ? "true" : undefined}
          className="inline-flex coarse:h-11 h-8 items-center rounded-sm px-2.5 text-muted hover:bg-sunken hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
          key={locale}
          lang={locale}
          onClick={() => applyLocale(locale)}
          type="button"
        >
          {t(`language.${locale}`)}
        </button>
      ))}
    </nav>
  );
};
