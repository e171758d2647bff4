"use client";
import { useCallback } from "react";
import { Icon } from "../ui/icon";

type Props = {
  describedBy?: string | undefined;
  id?: string;
  isDisabled?: boolean;
  isIndeterminate?: boolean;
  isInvalid?: boolean;
  isRequired?: boolean;
  isSelected?: boolean;
  isSelectedFirst?: boolean;
  label?: string;
  name?: string;
  onChange?: (isSelected: boolean, isRange: boolean) => void;
  tabIndex?: number;
  value?: string;
};

/** The box alone, for tables and for fields. `isRange` says that Shift was held. */
export const TickBox = ({
  describedBy,
  id,
  isDisabled,
  isIndeterminate = false,
  isInvalid,
  isRequired,
  isSelected,
  isSelectedFirst,
  label,
  name,
  onChange,
  tabIndex,
  value,
}: Props) => {
  // "Some of them" has no attribute in HTML, only this property.
  const mark = useCallback(
    (element: HTMLInputElement | null) => {
      if (element) element.indeterminate = isIndeterminate;
    },
    [isIndeterminate],
  );
  return (
    <span className="relative inline-grid size-4.5 shrink-0 place-items-center">
      <input
        aria-describedby={describedBy}
        aria-invalid={isInvalid || undefined}
        aria-label={label}
        checked={isSelected}
        className="peer col-start-1 row-start-1 size-4.5 appearance-none rounded-sm border border-control bg-surface transition-colors duration-150 after:absolute after:-inset-2.5 checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent enabled:cursor-pointer enabled:hover:border-accent-ink disabled:opacity-50 aria-invalid:border-bad-ink"
        defaultChecked={isSelectedFirst}
        disabled={isDisabled}
        id={id}
        name={name}
        onChange={(event) => {
          const { nativeEvent } = event;
          onChange?.(event.target.checked, "shiftKey" in nativeEvent && nativeEvent.shiftKey === true);
        }}
        ref={mark}
        required={isRequired}
        tabIndex={tabIndex}
        type="checkbox"
        value={value}
      />
      <Icon
        className="pointer-events-none relative col-start-1 row-start-1 hidden size-4 stroke-2 text-on-accent peer-checked:block peer-indeterminate:hidden"
        name="check"
      />
      <span className="pointer-events-none relative col-start-1 row-start-1 hidden h-0.5 w-2 rounded-full bg-on-accent peer-indeterminate:block" />
    </span>
  );
};
