"use client";
import { usePerson } from "@/components/person-provider";
import { Icon } from "@/components/ui/icon";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes, formatDateTime, formatExact, formatRelative } from "@/lib/format";
import { useDays } from "../lib/use-days";
import type { SnapshotMark } from "../schema";
import { Kind } from "./kind";

/** What a mark on the axis is, beside the pointer: name, time in words and exact, kind and size, what holds it. */
export const SnapshotCard = ({ mark, now }: { mark: SnapshotMark; now: number }) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const { timeZone } = usePerson();
  const days = useDays();
  return (
    <div className="grid gap-1.5">
      <p className="break-words font-medium">{mark.name}</p>
      <div>
        <p>{formatRelative(mark.at, new Date(now), language)}</p>
        <p className="text-muted text-sm">{formatExact(mark.at, { language, timeZone })}</p>
        {timeZone === "UTC" ? null : (
          <p className="text-muted text-sm">{formatExact(mark.at, { language, timeZone: "UTC" })}</p>
        )}
      </div>
      <p className="flex items-center justify-between gap-3">
        <Kind snapshot={mark} />
        <span>{mark.bytes === null ? t(`state.${mark.state}`) : formatBytes(mark.bytes, language)}</span>
      </p>
      {mark.uniqueBytes === null ? null : (
        <p className="text-muted">{t("frees.card", { size: formatBytes(mark.uniqueBytes, language) })}</p>
      )}
      {mark.origin === "safety" ? (
        <p className="flex items-center gap-1.5 text-muted">
          <Icon className="size-4" name="revert" />
          {t("safety.name")}
        </p>
      ) : null}
      {mark.state === "failed" ? <p className="text-bad-ink">{t("state.failed")}</p> : null}
      {mark.isLocked ? (
        <p className="flex items-center gap-1.5 text-muted">
          <Icon className="size-4" name="lock" />
          {t("locked")}
        </p>
      ) : null}
      {mark.heldOver === null ? null : (
        <p className="text-warn-ink">{t("held.badge", { span: days(mark.heldOver) })}</p>
      )}
      {mark.expiresAt && mark.heldOver === null ? (
        <p className="text-muted text-sm">
          {t("expiry.at", { at: formatDateTime(mark.expiresAt, { language, timeZone }) })}
        </p>
      ) : null}
    </div>
  );
};
