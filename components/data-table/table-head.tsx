"use client";
import dynamic from "next/dynamic";
import { useTranslation } from "@/i18n/provider";
import { Select } from "../form/select";
import { Icon } from "../ui/icon";
import { SelectAll } from "./select-all";
import { type Column, type DataTableProps, roles } from "./types";

const cell = "h-10 border-b px-3 text-left font-medium text-muted text-sm whitespace-nowrap";

const HeadCell = <T,>({
  column,
  isCovered,
  isFirst,
  onSortChange,
  sort,
}: Pick<DataTableProps<T>, "onSortChange" | "sort"> & { column: Column<T>; isCovered: boolean; isFirst: boolean }) => {
  const direction = sort?.by === column.id ? sort.dir : null;
  const isEnd = column.align === "end";
  const isSortable = column.sortable && onSortChange;
  return (
    <th
      {...roles.columnHeader}
      aria-sort={direction === "asc" ? "ascending" : direction === "desc" ? "descending" : undefined}
      className={`${cell} ${isEnd ? "text-right" : ""}`}
      scope="col"
      style={column.width ? { width: column.width } : undefined}
    >
      {/* The cells below give way to all other columns; this is how far. */}
      {isFirst ? <span className="block w-36" /> : null}
      {isSortable ? (
        <button
          className={`group/sort -mx-1 inline-flex h-7 items-center gap-1 rounded-sm px-1 hover:text-ink ${direction ? "text-ink" : ""} ${isEnd ? "flex-row-reverse" : ""}`}
          onClick={() => onSortChange({ by: column.id, dir: direction === "asc" ? "desc" : "asc" })}
          tabIndex={isCovered ? -1 : undefined}
          type="button"
        >
          {column.header}
          <Icon
            className={`size-3.5 ${direction ? "" : "opacity-0 group-hover/sort:opacity-60 group-focus-visible/sort:opacity-60"}`}
            name={direction === "desc" ? "chevronDown" : "chevronUp"}
          />
        </button>
      ) : (
        column.header
      )}
    </th>
  );
};

const SelectionBar = dynamic(() => import("./selection-bar").then((module) => module.SelectionBar), { ssr: false });

/** Cards have no head to sort by. */
export const PhoneSort = <T,>({
  columns,
  onSortChange,
  selection,
  selectionBar,
  sort,
  rowKey,
  rows,
}: DataTableProps<T>) => {
  const { t } = useTranslation();
  const sortable = columns.filter((column) => column.sortable);
  const selectable = selection ? rows.filter((row) => !selection.isDisabled?.(row)).map(rowKey) : [];
  return (
    <>
      {selection && selection.selected.size > 0 ? (
        <SelectionBar onChange={selection.onChange} selectable={selectable} selected={selection.selected}>
          {selectionBar}
        </SelectionBar>
      ) : null}
      {sort && onSortChange && sortable.length > 0 && !selection?.selected.size ? (
        <div className="@2xl:hidden pb-3">
          <Select
            isLabelHidden
            label={t("list.sortBy")}
            onChange={(value) =>
              onSortChange({ by: value.replace(/^-/, ""), dir: value.startsWith("-") ? "desc" : "asc" })
            }
            options={sortable.flatMap((column) => [
              { label: t("list.sortAscending", { column: column.header }), value: column.id },
              { label: t("list.sortDescending", { column: column.header }), value: `-${column.id}` },
            ])}
            value={sort.dir === "desc" ? `-${sort.by}` : sort.by}
          />
        </div>
      ) : null}
    </>
  );
};

export const TableHead = <T,>({
  columns,
  onSortChange,
  rowActions,
  selectable,
  selection,
  sort,
}: DataTableProps<T> & { selectable: readonly string[] }) => {
  const { t } = useTranslation();
  const isCovered = (selection?.selected.size ?? 0) > 0;
  return (
    <thead {...roles.rowGroup} className="@2xl:table-header-group hidden">
      <tr {...roles.row}>
        {selection ? (
          <th {...roles.columnHeader} className={`${cell} w-10`} scope="col">
            <span className="flex">
              <SelectAll
                onChange={selection.onChange}
                selectable={selectable}
                selected={selection.selected}
                tabIndex={isCovered ? -1 : undefined}
              />
            </span>
          </th>
        ) : null}
        {columns.map((column) => (
          <HeadCell
            column={column}
            isCovered={isCovered}
            isFirst={column === columns[0]}
            key={column.id}
            onSortChange={onSortChange}
            sort={sort}
          />
        ))}
        {rowActions ? (
          <th {...roles.columnHeader} className={`${cell} w-px`} scope="col">
            <span className="sr-only">{t("list.actions")}</span>
          </th>
        ) : null}
      </tr>
    </thead>
  );
};
