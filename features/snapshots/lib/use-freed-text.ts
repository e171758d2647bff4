"use client";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes } from "@/lib/format";
import { readJson } from "@/lib/read-json";
import { snapshotKeys } from "../queries";
import type { FreedView } from "../schema";

/** Not with the other queries: lists are read at once, this only when something is about to be deleted. */
const freedQuery = (ids: readonly string[]) => {
  const sorted = [...ids].sort();
  return queryOptions({
    enabled: sorted.length > 0,
    queryFn: ({ signal }): Promise<FreedView> => readJson(`/api/snapshots/freed?ids=${sorted.join(",")}`, signal),
    queryKey: snapshotKeys.freed(sorted),
  });
};

/** How much becomes free when all of these go, as a sentence; null while it is being looked up. */
export const useFreedText = (ids: readonly string[]): string | null => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const { data } = useQuery(freedQuery(ids));
  if (!data) return null;
  const { bytes, isAtLeast, measured, unmeasured } = data;
  if (measured === 0) return t("delete.freesUnknown");
  const size = formatBytes(bytes, language);
  return t(isAtLeast || unmeasured > 0 ? "delete.freesAtLeast" : "delete.frees", { size });
};
