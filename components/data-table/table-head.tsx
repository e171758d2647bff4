"use client";
import { useTranslation } from "@/i18n/provider";
import { Select } from "../form/select";
import { TickBox } from "../form/tick-box";
import { Icon } from "../ui/icon";
import { type Column, type DataTableProps, roles } from "./types";

const cell = "h-10 border-b px-3 text-left font-medium text-muted text-sm whitespace-nowrap";

const HeadCell = <T,>({
  column,
  isCovered,
  onSortChange,
  sort,
}: Pick<DataTableProps<T>, "onSortChange" | "sort"> & { column: Column<T>; isCovered: boolean }) => {
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

const SelectAll = ({
  onChange,
  selectable,
  selected,
  tabIndex,
}: {
  onChange: (selected: Set<string>) => void;
  selectable: readonly string[];
  selected: ReadonlySet<string>;
  tabIndex?: number;
}) => {
  const { t } = useTranslation();
  const isAll = selectable.length > 0 && selectable.every((key) => selected.has(key));
  return (
    <TickBox
      isDisabled={selectable.length === 0}
      isIndeterminate={!isAll && selected.size > 0}
      isSelected={isAll}
      label={t("list.selectAll")}
      onChange={(isSelected) => onChange(new Set(isSelected ? selectable : []))}
      tabIndex={tabIndex}
    />
  );
};

/** Laid over the head, which keeps the columns where they are: nothing jumps when the first row is ticked. */
const SelectionBar = <T,>({
  selectable,
  selection,
  selectionBar,
}: Pick<DataTableProps<T>, "selectionBar"> & {
  selectable: readonly string[];
  selection: NonNullable<DataTableProps<T>["selection"]>;
}) => {
  const { t } = useTranslation();
  return (
    <div className="absolute @max-2xl:sticky inset-x-0 @max-2xl:top-14 top-0 z-10 flex min-h-10 animate-fade flex-wrap items-center gap-x-3 gap-y-1 rounded-t-md bg-accent-soft px-3 py-1">
      <SelectAll onChange={selection.onChange} selectable={selectable} selected={selection.selected} />
      <span className="font-medium" role="status">
        {t("list.selected", { count: selection.selected.size })}
      </span>
      <div className="@max-2xl:order-last flex flex-1 @max-2xl:basis-full flex-wrap items-center gap-2">
        {selectionBar}
      </div>
      <button
        aria-label={t("list.clearSelection")}
        className="ml-auto grid size-7 place-items-center rounded-sm text-muted hover:bg-surface hover:text-ink"
        onClick={() => selection.onChange(new Set())}
        type="button"
      >
        <Icon className="size-4.5" name="close" />
      </button>
    </div>
  );
};

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
        <SelectionBar selectable={selectable} selection={selection} selectionBar={selectionBar} />
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
          <HeadCell column={column} isCovered={isCovered} key={column.id} onSortChange={onSortChange} sort={sort} />
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
