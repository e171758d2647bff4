"use client";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes } from "@/lib/format";
import type { ConfigChange } from "./config-changes";

/** A change of the configuration as one sentence: how it was then, how it is now. */
export const useChangeText = (): ((change: ConfigChange) => string) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const bytes = (value: number) => formatBytes(value, language);
  return (change) => {
    switch (change.what) {
      case "vcpus":
        return t("config.vcpus", { now: change.now, before: change.before });
      case "memory":
        return t("config.memory", { now: bytes(change.now), before: bytes(change.before) });
      case "nics":
        return t("config.nics");
      case "disk": {
        const { before, now, number } = change;
        if (now === null) return t("config.diskGone", { number, before: bytes(before ?? 0) });
        if (before === null) return t("config.diskNew", { now: bytes(now), number });
        return t("config.disk", { now: bytes(now), number, before: bytes(before) });
      }
    }
  };
};
