import type { ReactNode } from "react";
import type { Sort } from "@/lib/list-state";

export type Column<T> = {
  align?: "end" | "start";
  /** The first column's cell holds the link to the row's own page. */
  cell: (row: T) => ReactNode;
  header: string;
  hideOnPhone?: boolean;
  id: string;
  sortable?: boolean;
  /** A CSS length; without one the content decides. */
  width?: string;
};

export type Selection<T> = {
  isDisabled?: (row: T) => boolean;
  onChange: (selected: Set<string>) => void;
  selected: ReadonlySet<string>;
};

export type DataTableProps<T> = {
  columns: readonly Column<T>[];
  empty: ReactNode;
  /** The row that something else on the page points at. */
  highlightedKey?: string | null;
  isLoading?: boolean;
  label: string;
  onRowHover?: (key: string | null) => void;
  onSortChange?: (sort: Sort) => void;
  rowActions?: (row: T) => ReactNode;
  rowKey: (row: T) => string;
  /** Names the row where its checkbox is read out. */
  rowName?: (row: T) => string;
  rows: readonly T[];
  selection?: Selection<T>;
  /** Takes the place of the head while something is selected. */
  selectionBar?: ReactNode;
  sort?: Sort;
};

/**
 * The roles that these elements have by themselves. Browsers drop them once CSS lays a table out as cards,
 * so they are written out; spread, because the linter takes them for needless.
 */
export const roles = {
  cell: { role: "cell" },
  columnHeader: { role: "columnheader" },
  row: { role: "row" },
  rowGroup: { role: "rowgroup" },
  table: { role: "table" },
} as const;
