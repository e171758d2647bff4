"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/provider";
import { Icon } from "../ui/icon";
import { Link } from "../ui/link";
import { findPlace } from "./navigation";
import { usePagePath } from "./page-path";
import { type Account, PersonMenu } from "./person-menu";
import { PhoneMenu } from "./phone-menu";

const Path = () => {
  const { t } = useTranslation();
  const place = findPlace(usePathname());
  const own = usePagePath();
  const steps = [...(place ? [{ href: place.item.href, label: t(`nav.${place.item.text}`) }] : []), ...own];
  return (
    <nav aria-label={t("nav.path")} className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1 text-muted">
        {steps.map((step, index) => (
          <li
            className={`flex min-w-0 items-center gap-1 ${index < steps.length - 1 ? "max-sm:hidden" : ""}`}
            key={`${step.href} ${step.label}`}
          >
            {index > 0 ? <Icon className="size-4 opacity-60 max-sm:hidden" name="chevronRight" /> : null}
            {step.href && index < steps.length - 1 ? (
              <Link className="truncate rounded-xs hover:text-ink" href={step.href}>
                {step.label}
              </Link>
            ) : (
              <span className="truncate text-ink">{step.label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
};

type Props = { account: Account; onSearch: () => void; operations: ReactNode };

export const TopBar = ({ account, onSearch, operations }: Props) => {
  const { t } = useTranslation();
  return (
    <header className="sticky top-0 z-20 flex h-14 items-center gap-1 border-b bg-ground/90 px-2 backdrop-blur-md sm:gap-2 md:px-6">
      <PhoneMenu />
      <Path />
      <button
        aria-keyshortcuts="Control+K Meta+K"
        className="flex coarse:h-11 h-9 items-center gap-2 rounded-md px-2.5 text-muted transition-colors duration-150 hover:bg-sunken hover:text-ink sm:border sm:bg-surface"
        onClick={onSearch}
        type="button"
      >
        <Icon className="size-4.5" name="search" />
        <span className="max-sm:sr-only">{t("palette.open")}</span>
        <kbd className="ml-4 font-sans text-xs max-md:hidden">{"⌘/Ctrl K"}</kbd>
      </button>
      {operations}
      <PersonMenu account={account} />
    </header>
  );
};
