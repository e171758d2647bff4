"use client";
import type { ReactNode } from "react";
import { useTranslation } from "@/i18n/provider";
import { Icon } from "../ui/icon";
import { SelectAll } from "./select-all";

type Props = {
  children: ReactNode;
  onChange: (selected: Set<string>) => void;
  selectable: readonly string[];
  selected: ReadonlySet<string>;
};

/** Laid over the head, which keeps the columns where they are: nothing jumps when the first row is ticked. */
export const SelectionBar = ({ children, onChange, selectable, selected }: Props) => {
  const { t } = useTranslation();
  return (
    <div className="absolute @max-2xl:sticky inset-x-0 @max-2xl:top-14 top-0 z-10 flex min-h-10 animate-fade flex-wrap items-center gap-x-3 gap-y-1 rounded-t-md bg-accent-soft px-3 py-1">
      <SelectAll onChange={onChange} selectable={selectable} selected={selected} />
      <span className="font-medium" role="status">
        {t("list.selected", { count: selected.size })}
      </span>
      <div className="@max-2xl:order-last flex flex-1 @max-2xl:basis-full flex-wrap items-center gap-2">{children}</div>
      <button
        aria-label={t("list.clearSelection")}
        className="ml-auto grid size-7 place-items-center rounded-sm text-muted hover:bg-surface hover:text-ink"
        onClick={() => onChange(new Set())}
        type="button"
      >
        <Icon className="size-4.5" name="close" />
      </button>
    </div>
  );
};
