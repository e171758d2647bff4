"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { DataTable } from "@/components/data-table/data-table";
import { Pagination } from "@/components/data-table/pagination";
import { useListState } from "@/components/data-table/use-list-state";
import { useLiveEvents } from "@/components/live-events";
import { usePerson } from "@/components/person-provider";
import { ErrorState } from "@/components/ui/error-state";
import { PageHeader } from "@/components/ui/page-header";
import { useTranslation } from "@/i18n/provider";
import { failureOf } from "@/lib/read-json";
import { CreateServerButton } from "./components/create-server-button";
import { ServerFilters } from "./components/server-filters";
import { RowMenu } from "./components/server-row-parts";
import { ServersEmpty } from "./components/servers-empty";
import { useServerColumns } from "./components/use-server-columns";
import { serverList } from "./list";
import { serverKeys, serversQuery } from "./queries";

/** All servers that the person may see. */
export const ServersView = () => {
  const { t } = useTranslation("servers");
  const { isAdmin } = usePerson();
  const { isPending, query, setFilter, setPage, setQuery, setSort, state } = useListState(serverList);
  const { data, error, isPlaceholderData, refetch } = useQuery(serversQuery(state));
  const columns = useServerColumns();
  const client = useQueryClient();
  // A row tells of its snapshots, too.
  useLiveEvents(({ kind }) => {
    if (kind === "snapshots.changed") void client.invalidateQueries({ queryKey: serverKeys.lists() });
  });
  const isNarrowed = state.q !== "" || Object.keys(state.filters).length > 0;
  const isBare = data?.total === 0 && !isNarrowed;

  return (
    <>
      <PageHeader actions={isAdmin && !isBare ? <CreateServerButton /> : undefined} title={t("list.title")} />
      {isBare ? null : <ServerFilters filters={state.filters} onFilter={setFilter} onQuery={setQuery} query={query} />}
      {error && !data ? (
        <ErrorState failure={failureOf(error)} onRetry={() => void refetch()} />
      ) : (
        <div>
          <DataTable
            columns={columns}
            empty={<ServersEmpty isNarrowed={isNarrowed} />}
            isLoading={!data || isPending || isPlaceholderData}
            label={t("list.label")}
            onSortChange={setSort}
            rowActions={(server) => <RowMenu server={server} />}
            rowKey={({ id }) => id}
            rowName={({ name }) => name}
            rows={data?.rows ?? []}
            sort={state.sort}
          />
          <Pagination onChange={setPage} page={state.page} pageSize={state.pageSize} total={data?.total ?? 0} />
        </div>
      )}
    </>
  );
};
