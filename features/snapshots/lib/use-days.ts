"use client";
import { useTranslation } from "@/i18n/provider";

const day = 24 * 3600 * 1000;

/** A span in whole days; below one day in words of its own. */
export const useDays = (): ((ms: number) => string) => {
  const { t } = useTranslation("snapshots");
  return (ms) => (ms < day ? t("held.today") : t("held.days", { count: Math.floor(ms / day) }));
};
