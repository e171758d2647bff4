"use client";
import type { Column } from "@/components/data-table/types";
import { Bytes } from "@/components/time/bytes";
import { RelativeTime } from "@/components/time/relative-time";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import { useTranslation } from "@/i18n/provider";
import { sizeOf } from "../lib/kind";
import type { SnapshotRow } from "../schema";
import { Frees } from "./frees";
import { Kind } from "./kind";
import { LockToggle } from "./lock-toggle";
import { SnapshotState } from "./snapshot-state";

type Options = {
  hrefOf: (row: SnapshotRow) => string;
  onUnlock: (row: SnapshotRow) => void;
  /** The list of all servers names each row's; with several tenants also whose it is. */
  withServer?: boolean;
  withTenant?: boolean;
};

/** Columns in the order in which people look: which one, how old, how big, what kind, is it safe, how is it. */
export const useSnapshotColumns = ({ hrefOf, onUnlock, withServer = false, withTenant = false }: Options) => {
  const { t } = useTranslation("snapshots");
  const server: Column<SnapshotRow>[] = [
    {
      cell: (row) => (
        <TextLink href={`/servers/${row.serverId}/snapshots`} isQuiet>
          {row.serverName}
        </TextLink>
      ),
      header: t("column.server"),
      id: "server",
      sortable: true,
    },
  ];
  const tenant: Column<SnapshotRow>[] = [{ cell: (row) => row.tenantName, header: t("column.tenant"), id: "tenant" }];
  const columns: Column<SnapshotRow>[] = [
    {
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <TextLink className="@2xl:truncate" href={hrefOf(row)} isQuiet scroll={false}>
            {row.name}
          </TextLink>
          {row.origin === "safety" ? <Badge icon="revert">{t("safety.badge")}</Badge> : null}
          {row.isCurrent ? <Badge tone="accent">{t("here")}</Badge> : null}
        </span>
      ),
      header: t("column.name"),
      id: "name",
      sortable: true,
    },
    ...(withServer ? server : []),
    ...(withTenant ? tenant : []),
    {
      cell: (row) => <RelativeTime at={row.takenAt ?? row.createdAt} />,
      header: t("column.taken"),
      id: "takenAt",
      sortable: true,
    },
    {
      align: "end",
      cell: (row) => <Bytes bytes={sizeOf(row)} />,
      header: t("column.size"),
      id: "size",
      sortable: true,
    },
    {
      align: "end",
      cell: (row) => <Frees snapshot={row} />,
      header: t("column.frees"),
      id: "frees",
      sortable: true,
    },
    { cell: (row) => <Kind snapshot={row} />, header: t("column.kind"), id: "kind" },
    {
      cell: (row) => <LockToggle onUnlock={onUnlock} snapshot={row} />,
      header: t("column.lock"),
      id: "lock",
    },
    { cell: (row) => <SnapshotState snapshot={row} />, header: t("column.state"), id: "state", sortable: true },
    { cell: (row) => row.createdByName ?? "–", header: t("column.by"), hideOnPhone: true, id: "by" },
  ];
  return columns;
};
