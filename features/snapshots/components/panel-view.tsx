"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname, useSearchParams } from "next/navigation";
import { Badge } from "@/components/ui/badge";
import { Button, IconButton } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { SidePanel } from "@/components/ui/side-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { useTranslation } from "@/i18n/provider";
import { failureOf } from "@/lib/read-json";
import { useReasons } from "../lib/use-reasons";
import { snapshotQuery } from "../queries";
import { SnapshotFacts } from "./snapshot-facts";
import { SnapshotState } from "./snapshot-state";
import { useSnapshotDialogs } from "./use-snapshot-dialogs";

type Props = {
  /** The list that it lies over, without the search part. */
  basePath: string;
  snapshotId: string;
};

/** One snapshot beside the list it belongs to. */
export const PanelView = ({ basePath, snapshotId }: Props) => {
  const { t } = useTranslation("snapshots");
  const search = useSearchParams().toString();
  const closeHref = `${basePath}${search && `?${search}`}`;
  const { data, error, refetch } = useQuery(snapshotQuery(snapshotId));
  const dialogs = useSnapshotDialogs();
  const reasonsOf = useReasons();

  // It was deleted while it was looked at: what was read of it before is no longer true.
  if (error && (!data || failureOf(error).code === "notFound"))
    return (
      <SidePanel closeHref={closeHref} title={data?.name ?? t("detail.title")}>
        {failureOf(error).code === "notFound" ? (
          <p className="text-muted">{t("detail.gone")}</p>
        ) : (
          <ErrorState failure={failureOf(error)} onRetry={() => refetch()} />
        )}
      </SidePanel>
    );
  if (!data)
    return (
      <SidePanel closeHref={closeHref} title={t("detail.title")}>
        <Skeleton className="h-5 w-56" />
        <Skeleton className="h-5 w-72" />
        <Skeleton className="h-5 w-64" />
      </SidePanel>
    );
  const reasons = reasonsOf(data);
  const isUndo = data.safetyOf?.isLast ?? false;
  return (
    <SidePanel
      actions={
        <>
          <Button
            disabledReason={reasons.revert}
            icon="revert"
            onPress={() => dialogs.open({ isUndo, kind: "revert", snapshot: data })}
            size="sm"
          >
            {t(isUndo ? "undo.button" : "revert.button")}
          </Button>
          <IconButton
            className="text-bad-ink!"
            disabledReason={reasons.delete}
            icon="trash"
            label={t("delete.label", { name: data.name })}
            onPress={() => dialogs.open({ kind: "delete", rows: [data] })}
            size="sm"
          />
        </>
      }
      closeHref={closeHref}
      state={
        <span className="flex flex-wrap items-center gap-2">
          <SnapshotState snapshot={data} />
          {data.lock ? (
            <Badge icon="lock" tone="idle">
              {t("locked")}
            </Badge>
          ) : null}
          {data.origin === "safety" ? <Badge icon="revert">{t("safety.badge")}</Badge> : null}
          {data.isCurrent ? <Badge tone="accent">{t("here")}</Badge> : null}
        </span>
      }
      title={data.name}
    >
      <SnapshotFacts open={dialogs.open} reasons={reasons} snapshot={data} />
      {dialogs.element}
    </SidePanel>
  );
};

/** The same for what is gone, what never was and what is another tenant's; the list behind stays. */
export const GoneView = () => {
  const { t } = useTranslation("snapshots");
  const list = usePathname().replace(/\/[^/]*$/, "");
  const search = useSearchParams().toString();
  return (
    <SidePanel closeHref={`${list}${search && `?${search}`}`} title={t("detail.goneTitle")}>
      <p className="text-muted">{t("detail.gone")}</p>
    </SidePanel>
  );
};
