"use client";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatPercent } from "@/lib/format";

type Props = {
  isLabelHidden?: boolean;
  label: string /** 0 to 100; null while it cannot be told. */;
  percent: number | null;
};

export const Progress = ({ isLabelHidden = false, label, percent }: Props) => {
  const locale = useLocale();
  const { t } = useTranslation();
  const text = percent === null ? t("progress.unknown") : formatPercent(percent, locale);
  return (
    <div className="grid min-w-24 content-start gap-1 tabular-nums">
      {isLabelHidden ? null : (
        <div className="flex justify-between gap-3 text-muted text-sm">
          <span className="truncate">{label}</span>
          <span>{text}</span>
        </div>
      )}
      <div
        aria-label={label}
        aria-valuemax={100}
        aria-valuemin={0}
        aria-valuenow={percent ?? undefined}
        aria-valuetext={text}
        className="h-1 overflow-hidden rounded-full bg-line"
        role="progressbar"
      >
        <div
          className={`h-full rounded-full bg-accent-ink transition-[width] duration-180 ${percent === null ? "w-1/3 animate-pulse" : ""}`}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </div>
    </div>
  );
};
