"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useTranslation } from "@/i18n/provider";
import { sendAction } from "@/lib/send-action";
import { lockSnapshots } from "../actions";
import { useFreedText } from "../lib/use-freed-text";
import { useReasons } from "../lib/use-reasons";
import { snapshotKeys } from "../queries";
import type { SnapshotRow } from "../schema";

type Props = { onDelete: (rows: readonly SnapshotRow[]) => void; onDone: () => void; rows: readonly SnapshotRow[] };

/** What can be done with several at once. Locked ones stay in the selection: the dialog names and leaves them out. */
export const SelectionActions = ({ onDelete, onDone, rows }: Props) => {
  const { t } = useTranslation(["snapshots", "errors"]);
  const client = useQueryClient();
  const reasonsOf = useReasons();
  const [isLocking, setLocking] = useState(false);
  const open = rows.filter(({ lock }) => lock === null);
  const freed = useFreedText(open.map(({ id }) => id));
  // One that may go is enough: the others are refused one by one, and named.
  const firstReason = (key: "delete" | "lock", of: readonly SnapshotRow[]) => {
    const reasons = of.map((row) => reasonsOf(row)[key]);
    return reasons.every(Boolean) ? reasons[0] : undefined;
  };
  const lock = async () => {
    setLocking(true);
    const result = await sendAction(() => lockSnapshots(open.map(({ id }) => ({ reason: "", snapshotId: id }))));
    await client.invalidateQueries({ queryKey: snapshotKeys.all });
    setLocking(false);
    const refused = result.ok ? result.value.filter(({ ok }) => !ok).length : open.length;
    if (refused > 0) toast.error({ title: t("lock.partly", { count: refused }) });
    else onDone();
  };
  return (
    <>
      {freed ? <span className="text-muted">{freed}</span> : null}
      <span className="flex-1" />
      <Button
        disabledReason={open.length === 0 ? t("lock.allLocked") : firstReason("lock", open)}
        icon="lock"
        isPending={isLocking}
        onPress={lock}
        size="sm"
      >
        {t("lock.confirm")}
      </Button>
      <Button
        disabledReason={open.length === 0 ? t("delete.allLocked") : firstReason("delete", open)}
        icon="trash"
        onPress={() => onDelete(rows)}
        size="sm"
        variant="danger"
      >
        {t("delete.confirm")}
      </Button>
    </>
  );
};
