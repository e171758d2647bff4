"use client";
import { IconButton } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import { useLock } from "../lib/use-lock";
import { useReasons } from "../lib/use-reasons";
import type { SnapshotRow } from "../schema";

type Props = { onUnlock: (snapshot: SnapshotRow) => void; snapshot: SnapshotRow };

/** Locking only protects and is done at once; unlocking ends a protection and asks. */
export const LockToggle = ({ onUnlock, snapshot }: Props) => {
  const { t } = useTranslation("snapshots");
  const { lock } = useLock();
  const reasons = useReasons()(snapshot);
  const { name } = snapshot;
  const isLocked = snapshot.lock !== null;
  return (
    <IconButton
      className={isLocked ? "text-ink! aria-disabled:opacity-100" : "text-control!"}
      disabledReason={isLocked ? reasons.unlock : reasons.lock}
      icon={isLocked ? "lock" : "unlock"}
      label={isLocked ? t("unlock.label", { name }) : t("lock.label", { name })}
      onPress={() => (isLocked ? onUnlock(snapshot) : lock(snapshot))}
      size="sm"
    />
  );
};
