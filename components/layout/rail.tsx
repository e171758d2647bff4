"use client";
import { usePathname } from "next/navigation";
import { useTranslation } from "@/i18n/provider";
import { usePerson } from "../person-provider";
import { Icon } from "../ui/icon";
import { Link } from "../ui/link";
import { Mark } from "../ui/mark";
import { useTooltip } from "../ui/tooltip";
import { findPlace, type NavItem, navigationFor } from "./navigation";

/** Labels stay in the page when the rail is folded: only the eye loses them, and a hint gives them back. */
const RailLink = ({ isCurrent, isFoldable, item }: { isCurrent: boolean; isFoldable: boolean; item: NavItem }) => {
  const { t } = useTranslation();
  const label = t(`nav.${item.text}`);
  const { bubble, trigger } = useTooltip(label, "right");
  const isFolded = (target: HTMLElement) => isFoldable && target.offsetWidth < 60;
  return (
    <>
      <Link
        {...trigger}
        aria-current={isCurrent ? "page" : undefined}
        className="flex coarse:h-11 h-9 items-center gap-3 overflow-hidden rounded-md px-2.5 text-muted transition-colors duration-150 hover:bg-sunken hover:text-ink aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-ink"
        href={item.href}
        onFocus={(event) => {
          if (isFolded(event.currentTarget)) trigger.onFocus(event);
        }}
        onPointerEnter={(event) => {
          if (isFolded(event.currentTarget)) trigger.onPointerEnter(event);
        }}
      >
        <Icon name={item.icon} />
        <span className={isFoldable ? "whitespace-nowrap group-data-folded/shell:sr-only" : ""}>{label}</span>
      </Link>
      {bubble}
    </>
  );
};

const Brand = ({ isFoldable }: { isFoldable: boolean }) => {
  const { t } = useTranslation();
  return (
    <Link
      className="flex h-14 items-center gap-2.5 overflow-hidden rounded-md px-4.5 font-semibold text-lg tracking-tight -outline-offset-4"
      href="/servers"
    >
      <Mark className="size-6 shrink-0" />
      <span className={isFoldable ? "group-data-folded/shell:sr-only" : ""}>{t("brand.name")}</span>
    </Link>
  );
};

export const RailLinks = ({ isFoldable }: { isFoldable: boolean }) => {
  const { isAdmin } = usePerson();
  const { t } = useTranslation();
  const place = findPlace(usePathname());
  return (
    <nav aria-label={t("nav.label")}>
      <Brand isFoldable={isFoldable} />
      <div className="grid gap-5 px-2.5">
        {navigationFor(isAdmin).map((section) => (
          <div className="grid gap-0.5" key={section.text}>
            {section.text ? (
              <p
                className={`flex h-7 items-center px-2.5 text-muted text-sm ${isFoldable ? "group-data-folded/shell:sr-only" : ""}`}
              >
                {t(`nav.${section.text}`)}
              </p>
            ) : null}
            <ul className="grid gap-0.5">
              {section.items.map((item) => (
                <li key={item.href}>
                  <RailLink isCurrent={place?.item === item} isFoldable={isFoldable} item={item} />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </nav>
  );
};
