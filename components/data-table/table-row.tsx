"use client";
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/provider";
import { TickBox } from "../form/tick-box";
import { type Column, roles } from "./types";

type Props<T> = {
  columns: readonly Column<T>[];
  isHighlighted: boolean;
  isSelected: boolean;
  name: string;
  onHover: (() => void) | undefined;
  onTick: ((isSelected: boolean, isRange: boolean) => void) | undefined;
  row: T;
  rowActions: ((row: T) => ReactNode) | undefined;
  tickDisabled: boolean;
};

const grounds = (isSelected: boolean, isHighlighted: boolean) =>
  isSelected
    ? "bg-accent-soft"
    : isHighlighted
      ? "bg-sunken @2xl:shadow-[inset_2px_0_0_var(--color-accent-ink)]"
      : "hover:bg-sunken";

export const TableRow = <T,>({
  columns,
  isHighlighted,
  isSelected,
  name,
  onHover,
  onTick,
  row,
  rowActions,
  tickDisabled,
}: Props<T>) => {
  const { t } = useTranslation();
  const [first, ...others] = columns;
  return (
    <tr
      {...roles.row}
      className={`group relative @max-2xl:-mx-2 @2xl:table-row grid grid-cols-[auto_1fr_auto] items-start gap-x-3 @max-2xl:rounded-sm @2xl:border-0 border-b @max-2xl:px-2 py-3 transition-colors duration-120 ${grounds(isSelected, isHighlighted)}`}
      onFocus={onHover}
      onPointerEnter={onHover}
    >
      {onTick ? (
        <td
          {...roles.cell}
          className="flex @2xl:table-cell @2xl:h-10 h-5 @2xl:w-10 items-center @2xl:border-b @2xl:px-3 @2xl:align-middle"
        >
          <span className="flex">
            <TickBox
              isDisabled={tickDisabled}
              isSelected={isSelected}
              label={t("list.selectRow", { name })}
              onChange={onTick}
            />
          </span>
        </td>
      ) : null}
      {first ? (
        <td
          {...roles.cell}
          className={`@2xl:h-10 @2xl:w-full min-w-0 @2xl:max-w-0 @2xl:border-b @2xl:px-3 ${onTick ? (rowActions ? "" : "@max-2xl:col-end-4") : rowActions ? "@max-2xl:col-span-2" : "@max-2xl:col-span-3"}`}
        >
          {/* Takes what the other columns leave, and is cut where that is too little. */}
          <span className="@max-2xl:wrap-anywhere @2xl:block @2xl:min-w-36 @2xl:truncate">{first.cell(row)}</span>
        </td>
      ) : null}
      {others.map((column) => (
        <td
          key={column.id}
          {...roles.cell}
          className={`@max-2xl:order-1 @max-2xl:col-span-full flex @2xl:table-cell @2xl:h-10 justify-between gap-4 @2xl:whitespace-nowrap @2xl:border-b @2xl:px-3 @max-2xl:pt-1.5 ${onTick ? "@max-2xl:pl-7.5" : ""} ${column.align === "end" ? "@2xl:text-right tabular-nums" : ""} ${column.hideOnPhone ? "@max-2xl:hidden" : ""}`}
        >
          <span aria-hidden="true" className="@2xl:hidden text-muted">
            {column.header}
          </span>
          <span className="min-w-0 @max-2xl:text-right">{column.cell(row)}</span>
        </td>
      ))}
      {rowActions ? (
        <td {...roles.cell} className="-my-1.5 @2xl:h-10 @2xl:w-px @2xl:border-b @2xl:px-2">
          <span className="flex justify-end gap-1 @2xl:opacity-0 coarse:opacity-100 transition-opacity duration-120 group-focus-within:opacity-100 group-hover:opacity-100 has-aria-expanded:opacity-100">
            {rowActions(row)}
          </span>
        </td>
      ) : null}
    </tr>
  );
};
