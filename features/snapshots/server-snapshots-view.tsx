"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { useState } from "react";
import { useListState } from "@/components/data-table/use-list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Segments } from "@/components/ui/segments";
import type { ServerHeader } from "@/features/servers/schema";
import { useServer } from "@/features/servers/use-server";
import { useTranslation } from "@/i18n/provider";
import { formatListState, type ListState } from "@/lib/list-state";
import { failureOf } from "@/lib/read-json";
import { SnapshotAxis } from "./components/snapshot-axis";
import { SnapshotFilters } from "./components/snapshot-filters";
import { SnapshotTable } from "./components/snapshot-table";
import { CreateSnapshotButton } from "./create-snapshot-button";
import { useLiveProgress } from "./lib/use-live-progress";
import { serverListOptions } from "./list-options";
import { marksQuery, serverSnapshotsQuery } from "./queries";

// Most look at the list.
const SnapshotTree = dynamic(() => import("./components/snapshot-tree").then((module) => module.SnapshotTree));
const UndoBar = dynamic(() => import("./components/undo-bar").then((module) => module.UndoBar), { ssr: false });

/** One server's snapshots: in time, and below it the same as a table; each lights up in the other. */
export const ServerSnapshotsView = ({ first }: { first: ServerHeader }) => {
  const { server } = useServer(first);
  const { t } = useTranslation("snapshots");
  const router = useRouter();
  const path = usePathname();
  const { query, setFilter, setPage, setQuery, setSort, state } = useListState(serverListOptions);
  const list = useQuery(serverSnapshotsQuery(server.id, state));
  const marks = useQuery(marksQuery(server.id));
  const [pointed, setPointed] = useState<string | null>(null);
  useLiveProgress(server.id);
  // The one whose details are open stays lit while nothing else is pointed at.
  const lit = pointed ?? path.split("/").at(4) ?? null;

  const base = `/servers/${server.id}/snapshots`;
  const search = formatListState(state, serverListOptions);
  const hrefOf = (id: string) => `${base}/${id}${search && `?${search}`}`;
  const { scale, view, ...filters } = state.filters;
  const isTree = view === "tree";
  const isNarrowed = state.q !== "" || Object.keys(filters).length > 0;
  const clear = () => {
    setQuery("");
    const bare: ListState = { ...state, filters: { ...(scale && { scale }), ...(view && { view }) }, page: 1, q: "" };
    router.replace(`${path}?${formatListState(bare, serverListOptions)}`, { scroll: false });
  };

  if (list.isError && !list.data) return <ErrorState failure={failureOf(list.error)} onRetry={() => list.refetch()} />;
  if (marks.data?.length === 0 && !isNarrowed)
    return (
      <EmptyState action={<CreateSnapshotButton server={server} />} icon="snapshot" title={t("empty.serverTitle")}>
        {t("empty.serverText", { server: server.name })}
      </EmptyState>
    );
  return (
    <div className="grid gap-1">
      {marks.data?.some(({ origin }) => origin === "safety") ? (
        <UndoBar serverId={server.id} tenantId={server.tenantId} />
      ) : null}
      {marks.data ? (
        <SnapshotAxis
          highlightedId={lit}
          hrefOf={hrefOf}
          marks={marks.data}
          onHighlight={setPointed}
          onScale={(value) => setFilter("scale", value)}
          scale={scale}
          serverName={server.name}
        />
      ) : null}
      <div className="flex justify-end pt-2">
        <Segments
          label={t("view.label")}
          onChange={(value) => setFilter("view", value === "tree" ? value : "")}
          options={(["list", "tree"] as const).map((value) => ({ label: t(`view.${value}`), value }))}
          value={isTree ? "tree" : "list"}
        />
      </div>
      {isTree && marks.data ? (
        <SnapshotTree
          highlightedId={lit}
          hrefOf={hrefOf}
          marks={marks.data}
          onHighlight={setPointed}
          serverName={server.name}
        />
      ) : (
        <>
          <SnapshotFilters
            filters={filters}
            onClear={clear}
            onFilter={setFilter}
            onQuery={setQuery}
            query={query}
            searchLabel={t("filter.searchServer")}
          />
          <SnapshotTable
            empty={null}
            highlightedKey={lit}
            hrefOf={({ id }) => hrefOf(id)}
            isLoading={list.isPending || list.isPlaceholderData}
            isNarrowed={isNarrowed}
            onClear={clear}
            onPage={setPage}
            onRowHover={setPointed}
            onSort={setSort}
            page={list.data}
            state={state}
          />
        </>
      )}
    </div>
  );
};
