"use client";
import { useQuery } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { useListState } from "@/components/data-table/use-list-state";
import { usePerson } from "@/components/person-provider";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { useTranslation } from "@/i18n/provider";
import { formatListState } from "@/lib/list-state";
import { failureOf } from "@/lib/read-json";
import { SnapshotFilters } from "./components/snapshot-filters";
import { SnapshotTable } from "./components/snapshot-table";
import { useLiveProgress } from "./lib/use-live-progress";
import { allListOptions } from "./list-options";
import { snapshotsQuery } from "./queries";

/** The snapshots of all servers that the person may see. */
export const SnapshotsView = () => {
  const { t } = useTranslation("snapshots");
  const router = useRouter();
  const path = usePathname();
  const { isAdmin, memberships } = usePerson();
  const { query, setFilter, setPage, setQuery, setSort, state } = useListState(allListOptions);
  const list = useQuery(snapshotsQuery(state));
  useLiveProgress();

  const search = formatListState(state, allListOptions);
  const isNarrowed = state.q !== "" || Object.keys(state.filters).length > 0;
  const clear = () => {
    setQuery("");
    router.replace(`${path}?${formatListState({ ...state, filters: {}, page: 1, q: "" }, allListOptions)}`, {
      scroll: false,
    });
  };
  return (
    <>
      <PageHeader title={t("list.title")} />
      {list.isError && !list.data ? (
        <ErrorState failure={failureOf(list.error)} onRetry={() => list.refetch()} />
      ) : (
        <>
          <SnapshotFilters
            filters={state.filters}
            onClear={clear}
            onFilter={setFilter}
            onQuery={setQuery}
            query={query}
            searchLabel={t("filter.searchAll")}
          />
          <SnapshotTable
            empty={
              <EmptyState
                action={<LinkButton href="/servers">{t("empty.allAction")}</LinkButton>}
                icon="snapshot"
                title={t("empty.allTitle")}
              >
                {t("empty.allText")}
              </EmptyState>
            }
            highlightedKey={path.split("/").at(2) ?? null}
            hrefOf={({ id }) => `/snapshots/${id}${search && `?${search}`}`}
            isLoading={list.isPending || list.isPlaceholderData}
            isNarrowed={isNarrowed}
            onClear={clear}
            onPage={setPage}
            onSort={setSort}
            page={list.data}
            state={state}
            withServer
            withTenant={isAdmin || memberships.length > 1}
          />
        </>
      )}
    </>
  );
};
