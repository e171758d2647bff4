"use client";
import { useRights } from "@/components/person-provider";
import { useTranslation } from "@/i18n/provider";
import type { SnapshotRow } from "../schema";

type Subject = Pick<SnapshotRow, "lock" | "state" | "tenantId">;

/** For each thing that can be done with a snapshot: why it can't be now, or undefined. The server checks again. */
export type Reasons = Readonly<Record<"delete" | "edit" | "lock" | "revert" | "unlock", string | undefined>>;

export const useReasons = (): ((snapshot: Subject) => Reasons) => {
  const { t } = useTranslation("snapshots");
  const right = useRights();
  return ({ lock, state, tenantId }) => {
    const missing = (permission: keyof Reasons) => right(`snapshot.${permission}`, tenantId).reason;
    const working = state === "ready" || state === "failed" ? undefined : t(`reason.${state}`);
    const noLock = state === "failed" ? t("reason.failedLock") : state === "deleting" ? working : undefined;
    return {
      delete: missing("delete") ?? (lock ? t("reason.locked") : working),
      edit: missing("edit"),
      lock: missing("lock") ?? noLock,
      revert: missing("revert") ?? (state === "failed" ? t("reason.failed") : working),
      unlock: missing("unlock"),
    };
  };
};
