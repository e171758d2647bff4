"use client";
import { useServerNow } from "@/components/person-provider";
import { useNow } from "@/components/time/use-now";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes, formatRelative } from "@/lib/format";
import type { SnapshotDetail } from "../schema";

/** How much of the disks is otherwise now than in a snapshot, and how old that figure is. */
export const ChangedSince = ({ changed }: Pick<SnapshotDetail, "changed">) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const now = new Date(useNow(useServerNow()));
  if (changed === null) return <p>{t("changed.unknown")}</p>;
  const { bytes, disks, isAtLeast, measuredAt } = changed;
  const ago = formatRelative(measuredAt, now, language);
  if (bytes === 0 && !isAtLeast) return <p>{t("changed.nothing", { ago })}</p>;
  const size = formatBytes(bytes, language);
  return <p>{t(isAtLeast ? "changed.atLeast" : "changed.about", { ago, count: disks, size })}</p>;
};
