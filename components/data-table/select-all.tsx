"use client";
import { useTranslation } from "@/i18n/provider";
import { TickBox } from "../form/tick-box";

export const SelectAll = ({
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
