"use client";
import { useServerNow } from "@/components/person-provider";
import { Bytes } from "@/components/time/bytes";
import { useNow } from "@/components/time/use-now";
import { Tooltip } from "@/components/ui/tooltip";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatRelative } from "@/lib/format";
import type { SnapshotRow } from "../schema";

/** What deleting it alone would free, and how old that figure is. */
export const Frees = ({ snapshot }: { snapshot: Pick<SnapshotRow, "measuredAt" | "uniqueBytes"> }) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const now = new Date(useNow(useServerNow()));
  const { measuredAt, uniqueBytes } = snapshot;
  if (uniqueBytes === null || measuredAt === null) return <Bytes bytes={uniqueBytes} />;
  return (
    <Tooltip content={t("frees.measured", { ago: formatRelative(measuredAt, now, language) })}>
      <Bytes bytes={uniqueBytes} />
    </Tooltip>
  );
};
