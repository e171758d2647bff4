"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { Pagination } from "@/components/data-table/pagination";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useTranslation } from "@/i18n/provider";
import type { ListState, Sort } from "@/lib/list-state";
import { loadPanel } from "../lib/load-panel";
import type { SnapshotPage, SnapshotRow } from "../schema";
import { RowActions } from "./row-actions";
import { useSnapshotColumns } from "./snapshot-columns";
import { useSnapshotDialogs } from "./use-snapshot-dialogs";

type Props = {
  /** Shown where there are none at all; where only the filters hide them, the list says so itself. */
  empty: ReactNode;
  highlightedKey?: string | null;
  hrefOf: (row: SnapshotRow) => string;
  isLoading: boolean;
  isNarrowed: boolean;
  onClear: () => void;
  onPage: (page: number) => void;
  onRowHover?: (id: string | null) => void;
  onSort: (sort: Sort) => void;
  page: SnapshotPage | undefined;
  state: ListState;
  withServer?: boolean;
  withTenant?: boolean;
};

const SelectionActions = dynamic(() => import("./selection-actions").then((module) => module.SelectionActions), {
  ssr: false,
});

const none: readonly SnapshotRow[] = [];

/** Snapshots in rows with all that can be done with them. */
export const SnapshotTable = (props: Props) => {
  const { empty, hrefOf, isLoading, isNarrowed, onClear, onPage, onSort, page, state, withServer, withTenant } = props;
  const { t } = useTranslation("snapshots");
  const dialogs = useSnapshotDialogs();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const rows = page?.rows ?? none;
  // What has gone, or is on another page by now, is no longer selected.
  const chosen = rows.filter(({ id }) => ticked.has(id));
  const clear = () => setTicked(new Set());
  const columns = useSnapshotColumns({
    hrefOf,
    onUnlock: (snapshot) => dialogs.open({ kind: "unlock", snapshot }),
    ...(withServer !== undefined && { withServer }),
    ...(withTenant !== undefined && { withTenant }),
  });
  const total = page?.total ?? 0;
  const emptyState = () => {
    if (total > 0)
      return (
        <EmptyState
          action={<Button onPress={() => onPage(Math.ceil(total / state.pageSize))}>{t("filter.lastPage")}</Button>}
          icon="snapshot"
          title={t("filter.pageGone")}
        />
      );
    if (!isNarrowed) return empty;
    const action = <Button onPress={onClear}>{t("filter.clear")}</Button>;
    return (
      <EmptyState action={action} icon="search" title={t("filter.noneTitle")}>
        {t("filter.noneText")}
      </EmptyState>
    );
  };
  return (
    <>
      <DataTable
        columns={columns}
        empty={emptyState()}
        highlightedKey={props.highlightedKey ?? null}
        isLoading={isLoading}
        label={t("list.title")}
        onRowHover={(id) => {
          if (id) void loadPanel();
          props.onRowHover?.(id);
        }}
        onSortChange={onSort}
        rowActions={(row) => (
          <RowActions
            onDelete={() => dialogs.open({ kind: "delete", rows: [row] })}
            onRevert={() => dialogs.open({ kind: "revert", snapshot: row })}
            snapshot={row}
          />
        )}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        rows={rows}
        selection={{ onChange: setTicked, selected: new Set(chosen.map(({ id }) => id)) }}
        selectionBar={
          <SelectionActions
            onDelete={(going) => dialogs.open({ kind: "delete", onDone: clear, rows: going })}
            onDone={clear}
            rows={chosen}
          />
        }
        sort={state.sort}
      />
      <Pagination onChange={onPage} page={state.page} pageSize={state.pageSize} total={total} />
      {dialogs.element}
    </>
  );
};
