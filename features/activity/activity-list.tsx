"use client";
import { useQuery } from "@tanstack/react-query";
import { DataTable } from "@/components/data-table/data-table";
import { Pagination } from "@/components/data-table/pagination";
import type { Column } from "@/components/data-table/types";
import { useListState } from "@/components/data-table/use-list-state";
import { RelativeTime } from "@/components/time/relative-time";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { StateDot } from "@/components/ui/state-dot";
import { useTranslation } from "@/i18n/provider";
import { failureOf } from "@/lib/read-json";
import { Sentence } from "./components/sentence";
import { activityList } from "./list";
import type { ActivityRow } from "./loaders";
import { activityQuery } from "./queries";

type Props = {
  /** Whether lines of several tenants stand here. */
  hasTenants?: boolean;
  /** Only the lines of this server; null for all that the reader may see. */
  serverId: string | null;
};

const useColumns = (hasTenants: boolean): Column<ActivityRow>[] => {
  const { t } = useTranslation("activity");
  const tenant: Column<ActivityRow> = {
    cell: ({ tenantName }) => tenantName ?? "–",
    header: t("column.tenant"),
    id: "tenant",
  };
  return [
    { cell: (row) => <Sentence row={row} />, header: t("column.event"), id: "event", width: "100%" },
    ...(hasTenants ? [tenant] : []),
    {
      cell: ({ outcome }) =>
        outcome === "ok" ? (
          <StateDot label={t("outcome.ok")} tone="good" />
        ) : (
          <StateDot label={t("outcome.refused")} tone="warn" />
        ),
      header: t("column.outcome"),
      id: "outcome",
    },
    { cell: ({ address }) => address ?? "–", header: t("column.address"), id: "address" },
    { align: "end", cell: ({ at }) => <RelativeTime at={at} />, header: t("column.at"), id: "at" },
  ];
};

/** The log as a list: on a server's tab and on the page of all. */
export const ActivityList = ({ hasTenants = false, serverId }: Props) => {
  const { t } = useTranslation("activity");
  const { setPage, state } = useListState(activityList);
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery(activityQuery(serverId, state));
  const columns = useColumns(hasTenants);
  if (error && !data) return <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />;
  return (
    <>
      <DataTable
        columns={columns}
        empty={
          <EmptyState icon="activity" title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        }
        isLoading={!data || (isFetching && isPlaceholderData)}
        label={t("title")}
        rowKey={({ id }) => id}
        rows={data?.rows ?? []}
      />
      <Pagination onChange={setPage} page={state.page} pageSize={state.pageSize} total={data?.total ?? 0} />
    </>
  );
};
