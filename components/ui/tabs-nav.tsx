"use client";
import { usePathname } from "next/navigation";
import { useTranslation } from "@/i18n/provider";
import { Link } from "./link";

export type Tab = { count?: number; href: string; label: string };

/** Tabs are pages: each has its own address. The longest one that the address starts with is the current one. */
export const TabsNav = ({ label, tabs }: { label?: string; tabs: readonly Tab[] }) => {
  const path = usePathname();
  const { t } = useTranslation();
  const current = tabs
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((a, b) => b.href.length - a.href.length)[0]?.href;
  return (
    <nav aria-label={label ?? t("nav.tabs")} className="-mx-4 overflow-x-auto border-b px-4 md:-mx-6 md:px-6">
      <ul className="flex gap-5">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              aria-current={tab.href === current ? "page" : undefined}
              className="relative inline-flex coarse:h-11 h-10 items-center gap-1.5 whitespace-nowrap rounded-xs text-muted -outline-offset-2 transition-colors duration-150 after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-full hover:text-ink aria-[current]:font-medium aria-[current]:text-ink aria-[current]:after:bg-accent-ink"
              href={tab.href}
            >
              {tab.label}
              {tab.count === undefined ? null : <span className="text-muted text-sm">{tab.count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
};
