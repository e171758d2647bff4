"use client";
import { IconButton } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import { useReasons } from "../lib/use-reasons";
import type { SnapshotRow } from "../schema";

type Props = { onDelete: () => void; onRevert: () => void; snapshot: SnapshotRow };

export const RowActions = ({ onDelete, onRevert, snapshot }: Props) => {
  const { t } = useTranslation("snapshots");
  const reasons = useReasons()(snapshot);
  const { name } = snapshot;
  return (
    <>
      <IconButton
        disabledReason={reasons.revert}
        icon="revert"
        label={t("revert.label", { name })}
        onPress={onRevert}
        size="sm"
      />
      <IconButton
        disabledReason={reasons.delete}
        icon="trash"
        label={t("delete.label", { name })}
        onPress={onDelete}
        size="sm"
      />
    </>
  );
};
