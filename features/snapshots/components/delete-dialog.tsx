"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/form/form-error";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Icon } from "@/components/ui/icon";
import { useTranslation } from "@/i18n/provider";
import type { Failure } from "@/lib/errors";
import { sendAction } from "@/lib/send-action";
import { deleteSnapshots } from "../actions";
import { useFreedText } from "../lib/use-freed-text";
import { snapshotKeys } from "../queries";
import type { SnapshotRow } from "../schema";
import { SnapshotNames } from "./snapshot-names";

type Props = {
  onClose: () => void;
  /** Called when at least one is on its way out. */
  onDone?: () => void;
  rows: readonly SnapshotRow[];
};

type Refused = { failure: Failure; row: SnapshotRow };

/** A failed snapshot's lock is void; of those that are being worked on the server says so. */
const isLeftOut = ({ lock }: SnapshotRow) => lock !== null;

/** Names what is lost, and what is left out because it is locked. Several go one after another. */
export const DeleteDialog = ({ onClose, onDone, rows }: Props) => {
  const { t } = useTranslation(["snapshots", "common", "errors"]);
  const client = useQueryClient();
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [refused, setRefused] = useState<readonly Refused[] | null>(null);
  const leftOut = rows.filter(isLeftOut);
  const going = rows.filter((row) => !isLeftOut(row));
  const [only] = going;
  const freed = useFreedText(going.map(({ id }) => id));

  const submit = async () => {
    if (isSending || going.length === 0 || refused) return;
    setSending(true);
    setFailure(null);
    const result = await sendAction(() => deleteSnapshots(going.map(({ id }) => ({ snapshotId: id }))));
    await client.invalidateQueries({ queryKey: snapshotKeys.all });
    setSending(false);
    if (!result.ok) return setFailure(result);
    const failures = result.value.flatMap((each, index) => {
      const row = going[index];
      return each.ok || !row ? [] : [{ failure: each, row }];
    });
    if (failures.length < going.length) onDone?.();
    if (failures.length === 0) onClose();
    else setRefused(failures);
  };

  if (refused)
    return (
      <Dialog
        footer={<Button onPress={onClose}>{t("common:action.close")}</Button>}
        isOpen
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("delete.partlyTitle", { count: refused.length })}
      >
        {refused.length < going.length ? (
          <p>{t("delete.partlyGone", { count: going.length - refused.length })}</p>
        ) : null}
        <ul className="grid gap-2">
          {refused.map(({ failure: reason, row }) => (
            <li key={row.id}>
              <span className="font-medium">{row.name}</span>
              <p className="text-muted text-sm">{t(`errors:${reason.code}`, { replace: reason.params })}</p>
            </li>
          ))}
        </ul>
      </Dialog>
    );

  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button
            disabledReason={going.length === 0 ? t("delete.allLocked") : undefined}
            icon="trash"
            isPending={isSending}
            onPress={submit}
            variant="danger"
          >
            {t("delete.confirm")}
          </Button>
        </>
      }
      isDestructive
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      onSubmit={submit}
      title={
        going.length === 1 && only
          ? t("delete.title", { name: only.name })
          : t("delete.titleMany", { count: going.length })
      }
    >
      {going.length > 0 ? (
        <>
          <p>
            {going.length === 1 && only
              ? t("delete.text", { server: only.serverName })
              : t("delete.textMany", { count: going.length })}
            {freed ? ` ${freed}` : ""}
          </p>
          <SnapshotNames rows={going} />
          <p className="text-muted">{t("delete.stays")}</p>
        </>
      ) : null}
      {leftOut.length > 0 ? (
        <div className="grid gap-2 rounded-md bg-warn-soft px-3.5 py-2.5">
          <p className="flex gap-2 text-warn-ink">
            <Icon className="mt-px size-4.5" name="lock" />
            {t("delete.leftOut", { count: leftOut.length })}
          </p>
          <SnapshotNames rows={leftOut} />
        </div>
      ) : null}
      <FormError failure={failure} />
    </Dialog>
  );
};
