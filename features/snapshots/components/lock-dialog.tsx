"use client";
import { useState } from "react";
import { TextField } from "@/components/form/text-field";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useTranslation } from "@/i18n/provider";
import { useLock } from "../lib/use-lock";
import type { SnapshotRow } from "../schema";

type Props = { onClose: () => void; snapshot: SnapshotRow };

const reasonLimit = 200;

/** Locking with a reason; the toggle in the table locks without one. */
export const LockDialog = ({ onClose, snapshot }: Props) => {
  const { t } = useTranslation(["snapshots", "common"]);
  const { lock } = useLock();
  const [reason, setReason] = useState("");
  const submit = () => {
    onClose();
    void lock(snapshot, reason.trim());
  };
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button icon="lock" onPress={submit} variant="primary">
            {t("lock.confirm")}
          </Button>
        </>
      }
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onSubmit={submit}
      title={t("lock.title", { name: snapshot.name })}
    >
      <p>{t("lock.text")}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          description={t("lock.reasonText")}
          label={t("lock.reason")}
          maxLength={reasonLimit}
          onChange={setReason}
          value={reason}
        />
      </form>
    </Dialog>
  );
};
