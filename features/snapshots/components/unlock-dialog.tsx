"use client";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useTranslation } from "@/i18n/provider";
import { useDays } from "../lib/use-days";
import { useLock } from "../lib/use-lock";
import type { SnapshotRow } from "../schema";
import { LockFacts } from "./lock-facts";

type Props = { onClose: () => void; snapshot: SnapshotRow };

/** Unlocking ends a protection that somebody wanted: it says whose, and what may happen then. */
export const UnlockDialog = ({ onClose, snapshot }: Props) => {
  const { t } = useTranslation(["snapshots", "common"]);
  const { unlock } = useLock();
  const days = useDays();
  const submit = () => {
    onClose();
    void unlock(snapshot);
  };
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button icon="unlock" onPress={submit} variant="danger">
            {t("unlock.confirm")}
          </Button>
        </>
      }
      isDestructive
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onSubmit={submit}
      title={t("unlock.title", { name: snapshot.name })}
    >
      <p>{t("unlock.text")}</p>
      {snapshot.heldOver === null ? null : (
        <p className="rounded-md bg-warn-soft px-3.5 py-2.5 text-warn-ink">
          {t("unlock.grace", { span: days(snapshot.heldOver) })}
        </p>
      )}
      {snapshot.lock ? <LockFacts lock={snapshot.lock} /> : null}
    </Dialog>
  );
};
