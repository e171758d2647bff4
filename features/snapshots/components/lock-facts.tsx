"use client";
import { usePerson } from "@/components/person-provider";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatDateTime } from "@/lib/format";
import type { SnapshotRow } from "../schema";

/** Who locked it, when, and why. */
export const LockFacts = ({ lock }: { lock: NonNullable<SnapshotRow["lock"]> }) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const { timeZone } = usePerson();
  const at = formatDateTime(lock.at, { language, timeZone });
  return (
    <div>
      <p className="text-muted">{lock.by ? t("lock.by", { at, name: lock.by }) : t("lock.since", { at })}</p>
      {lock.reason ? <p className="break-words">{t("lock.why", { reason: lock.reason })}</p> : null}
    </div>
  );
};
