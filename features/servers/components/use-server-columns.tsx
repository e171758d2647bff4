"use client";
import type { Column } from "@/components/data-table/types";
import { Bytes } from "@/components/time/bytes";
import { RelativeTime } from "@/components/time/relative-time";
import { TextLink } from "@/components/ui/text-link";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatNumber } from "@/lib/format";
import type { ServerRow } from "../schema";
import { RowState } from "./server-row-parts";
import { useSeesTenants } from "./use-sees-tenants";

export const useServerColumns = (): Column<ServerRow>[] => {
  const { t } = useTranslation("servers");
  const locale = useLocale();
  const seesTenants = useSeesTenants();
  const tenant: Column<ServerRow> = {
    cell: ({ tenantName }) => tenantName,
    header: t("list.tenant"),
    id: "tenant",
    sortable: true,
  };
  return [
    {
      cell: ({ id, name }) => (
        <TextLink href={`/servers/${id}`} isQuiet>
          {name}
        </TextLink>
      ),
      header: t("list.name"),
      id: "name",
      sortable: true,
    },
    { cell: (server) => <RowState server={server} />, header: t("list.state"), id: "state", sortable: true },
    ...(seesTenants ? [tenant] : []),
    {
      align: "end",
      cell: ({ snapshots }) => formatNumber(snapshots, locale),
      header: t("list.snapshots"),
      id: "snapshots",
      sortable: true,
    },
    {
      cell: ({ newestAt }) =>
        newestAt ? <RelativeTime at={newestAt} /> : <span className="text-muted">{t("list.never")}</span>,
      header: t("list.newest"),
      id: "newest",
      sortable: true,
    },
    {
      align: "end",
      cell: ({ vcpus }) => formatNumber(vcpus, locale),
      header: t("list.vcpus"),
      hideOnPhone: true,
      id: "vcpus",
      sortable: true,
    },
    {
      align: "end",
      cell: ({ memoryBytes }) => <Bytes bytes={memoryBytes} />,
      header: t("list.memory"),
      hideOnPhone: true,
      id: "memory",
      sortable: true,
    },
  ];
};
