"use client";
import { useRef } from "react";
import { useTranslation } from "@/i18n/provider";
import { Skeleton } from "../ui/skeleton";
import { PhoneSort, TableHead } from "./table-head";
import { TableRow } from "./table-row";
import { type DataTableProps, roles } from "./types";

const waitingRows = ["a", "b", "c", "d", "e"] as const;

/** A range from the row ticked last to this one, as mail programs do it. */
const withRange = (keys: readonly string[], from: string | null, to: string) => {
  const [a, b] = [keys.indexOf(from ?? to), keys.indexOf(to)];
  return a < 0 ? [to] : keys.slice(Math.min(a, b), Math.max(a, b) + 1);
};

/**
 * A list in columns; where there is no room for them, each row becomes a card. A plain HTML table: it is there
 * before any script, screen readers walk it with their own keys, and links and buttons in it are just that.
 * The roles are written out because browsers drop a table's own ones once CSS lays it out otherwise.
 */
export const DataTable = <T,>(props: DataTableProps<T>) => {
  const {
    columns,
    empty,
    highlightedKey,
    isLoading = false,
    label,
    onRowHover,
    rowActions,
    rowKey,
    rowName,
    rows,
    selection,
  } = props;
  const { t } = useTranslation();
  const lastTicked = useRef<string | null>(null);

  if (!isLoading && rows.length === 0) return <>{empty}</>;

  const selectable = selection ? rows.filter((row) => !selection.isDisabled?.(row)).map(rowKey) : [];
  const tick = (key: string, isSelected: boolean, isRange: boolean) => {
    if (!selection) return;
    const keys = isRange ? withRange(selectable, lastTicked.current, key) : [key];
    lastTicked.current = key;
    const next = new Set(selection.selected);
    for (const each of keys) {
      if (isSelected) next.add(each);
      else next.delete(each);
    }
    selection.onChange(next);
  };

  return (
    <div className="@container relative">
      <PhoneSort {...props} />
      <div className="@2xl:overflow-x-auto">
        <table
          {...roles.table}
          aria-busy={isLoading}
          aria-label={label}
          className="block @2xl:table w-full border-separate border-spacing-0"
          onPointerLeave={() => onRowHover?.(null)}
        >
          <TableHead {...props} selectable={selectable} />
          <tbody
            {...roles.rowGroup}
            className={`block @2xl:table-row-group ${isLoading && rows.length > 0 ? "opacity-60 transition-opacity delay-150" : ""}`}
          >
            {rows.map((row) => {
              const key = rowKey(row);
              return (
                <TableRow
                  columns={columns}
                  isHighlighted={highlightedKey === key}
                  isSelected={selection?.selected.has(key) ?? false}
                  key={key}
                  name={rowName?.(row) ?? key}
                  onHover={onRowHover ? () => onRowHover(key) : undefined}
                  onTick={selection ? (isSelected, isRange) => tick(key, isSelected, isRange) : undefined}
                  row={row}
                  rowActions={rowActions}
                  tickDisabled={selection?.isDisabled?.(row) ?? false}
                />
              );
            })}
            {isLoading && rows.length === 0
              ? waitingRows.map((name) => (
                  <tr
                    {...roles.row}
                    className="flex @2xl:table-row @2xl:h-10 h-16 items-center gap-6 border-b @2xl:px-0 px-3"
                    key={name}
                  >
                    {selection ? <td {...roles.cell} className="@2xl:table-cell hidden border-b px-3" /> : null}
                    {columns.map((column, index) => (
                      <td
                        {...roles.cell}
                        className={`@max-2xl:border-0 border-b @2xl:px-3 ${index > 1 ? "@max-2xl:hidden" : ""}`}
                        key={column.id}
                      >
                        <Skeleton
                          className={`h-3 ${index === 0 ? "w-40" : "w-20"} ${column.align === "end" ? "ml-auto" : ""}`}
                        />
                      </td>
                    ))}
                    {rowActions ? <td {...roles.cell} className="@max-2xl:border-0 border-b" /> : null}
                  </tr>
                ))
              : null}
          </tbody>
        </table>
      </div>
      {isLoading ? (
        <span className="sr-only" role="status">
          {t("list.loading")}
        </span>
      ) : null}
    </div>
  );
};
