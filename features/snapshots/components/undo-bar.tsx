"use client";
import { useQuery } from "@tanstack/react-query";
import { usePermission, useServerNow } from "@/components/person-provider";
import { useNow } from "@/components/time/use-now";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatRelative } from "@/lib/format";
import { undoQuery } from "../queries";
import { useSnapshotDialogs } from "./use-snapshot-dialogs";

type Props = { serverId: string; tenantId: string };

/** After a revert: what was done, and the way back for as long as its safety snapshot stands. */
export const UndoBar = ({ serverId, tenantId }: Props) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const now = new Date(useNow(useServerNow()));
  const right = usePermission("snapshot.revert", tenantId);
  const dialogs = useSnapshotDialogs();
  const { data: undo } = useQuery(undoQuery(serverId));
  return (
    <>
      {undo ? (
        <section
          aria-label={t("undo.label")}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-sunken py-1.5 pr-1.5 pl-3.5"
        >
          <Icon className="size-4 text-muted" name="revert" />
          <p className="min-w-0 flex-1 break-words">
            {t("undo.bar", { ago: formatRelative(undo.at, now, language), name: undo.target })}
          </p>
          <Button
            disabledReason={right.reason}
            onPress={() => dialogs.open({ isUndo: true, kind: "revert", snapshot: undo })}
            size="sm"
            variant="quiet"
          >
            {t("undo.button")}
          </Button>
        </section>
      ) : null}
      {dialogs.element}
    </>
  );
};
