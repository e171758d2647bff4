"use client";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatNumber } from "@/lib/format";
import { Icon } from "../ui/icon";

type Props = { onChange: (page: number) => void; page: number; pageSize: number; total: number };

const step =
  "grid size-8 place-items-center rounded-sm text-muted enabled:hover:bg-sunken enabled:hover:text-ink disabled:cursor-default disabled:opacity-40 coarse:size-11";

export const Pagination = ({ onChange, page: asked, pageSize, total }: Props) => {
  const { t } = useTranslation();
  const locale = useLocale();
  const last = Math.max(1, Math.ceil(total / pageSize));
  // The page that was asked for may be gone by now.
  const page = Math.min(asked, last);
  const from = Math.min(total, (page - 1) * pageSize + 1);
  if (total === 0) return null;
  return (
    <nav
      aria-label={t("list.pages")}
      className="flex items-center justify-end gap-2 py-2 text-muted text-sm tabular-nums"
    >
      <p aria-live="polite">
        {t("list.range", {
          from: formatNumber(from, locale),
          to: formatNumber(Math.min(total, page * pageSize), locale),
          total: formatNumber(total, locale),
        })}
      </p>
      {last > 1 ? (
        <>
          <button
            aria-label={t("list.previousPage")}
            className={step}
            disabled={page <= 1}
            onClick={() => onChange(page - 1)}
            type="button"
          >
            <Icon className="size-4.5" name="chevronLeft" />
          </button>
          <button
            aria-label={t("list.nextPage")}
            className={step}
            disabled={page >= last}
            onClick={() => onChange(page + 1)}
            type="button"
          >
            <Icon className="size-4.5" name="chevronRight" />
          </button>
        </>
      ) : null}
    </nav>
  );
};
