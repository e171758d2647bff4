"use client";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatPercent } from "@/lib/format";
import type { OperationSummary } from "./schema";

/** In a few words beside a state: which step, how far. */
export const OperationHint = ({ operation: { percent, state, step } }: { operation: OperationSummary }) => {
  const { t } = useTranslation("operations");
  const locale = useLocale();
  if (state === "waiting") return <span className="text-muted text-sm">{t("state.waiting")}</span>;
  return (
    <span className="inline-flex min-w-0 items-center gap-2 text-muted text-sm">
      <span
        aria-hidden="true"
        className="size-3 shrink-0 animate-spin rounded-full border-2 border-accent-ink border-r-transparent"
      />
      <span className="truncate">{step ? t(`step.${step}`) : t(`state.${state}`)}</span>
      {percent > 0 ? <span>{formatPercent(percent, locale)}</span> : null}
    </span>
  );
};
