"use client";
import { type Locale, locales } from "@/i18n/locale";
import { useLocale, useTranslation } from "@/i18n/provider";
import { type Theme, themes } from "@/lib/theme";
import { usePerson } from "../person-provider";
import type { IconName } from "../ui/icon";
import { Menu } from "../ui/menu";
import type { MenuSection } from "../ui/menu-item";
import { applyLocale, applyTheme } from "./preferences";
import { signOut } from "./sign-out";

/** What the person menu asks of the server: server actions, handed over by the layout. They keep the choice with the person. */
export type Account = {
  chooseLocale: (choice: { locale: Locale }) => Promise<unknown>;
  chooseTheme: (choice: { theme: Theme }) => Promise<unknown>;
};

const themeIcons: Readonly<Record<Theme, IconName>> = { dark: "moon", light: "sun", system: "monitor" };

const initialsOf = (name: string) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0] ?? "")
    .filter((_, index, all) => index === 0 || index === all.length - 1)
    .join("")
    .toUpperCase();

export const PersonMenu = ({ account }: { account: Account }) => {
  const { t } = useTranslation();
  const person = usePerson();
  const locale = useLocale();
  const sections: readonly MenuSection[] = [
    {
      id: "language",
      items: locales.map((each) => ({
        id: each,
        isSelected: each === locale,
        label: t(`language.${each}`),
        onAction: async () => {
          await account.chooseLocale({ locale: each });
          applyLocale(each);
        },
      })),
      label: t("language.label"),
    },
    {
      id: "theme",
      items: themes.map((theme) => ({
        icon: themeIcons[theme],
        id: theme,
        isSelected: theme === person.theme,
        label: t(`theme.${theme}`),
        onAction: async () => {
          applyTheme(theme);
          await account.chooseTheme({ theme });
        },
      })),
      label: t("theme.label"),
    },
    {
      id: "account",
      items: [
        { href: "/settings", icon: "settings", id: "settings", label: t("person.settings") },
        {
          icon: "signOut",
          id: "signOut",
          label: t("person.signOut"),
          onAction: signOut,
        },
      ],
    },
  ];
  return (
    <Menu
      head={
        <div className="grid">
          <span className="truncate font-medium">{person.name}</span>
          <span className="truncate text-muted text-sm">{person.email}</span>
        </div>
      }
      label={t("person.menu", { name: person.name })}
      sections={sections}
      trigger={
        // Drawn by CSS: as text, the initials would have to be part of what the button is called.
        <span
          className="grid size-7 place-items-center rounded-full bg-accent-soft font-semibold text-accent-ink text-xs before:content-[attr(data-initials)]"
          data-initials={initialsOf(person.name)}
        />
      }
    />
  );
};
