"use client";
import type { ReactNode } from "react";
import { useFieldIds } from "./field";

type Props = {
  description?: ReactNode;
  disabledReason?: string | undefined;
  isDisabled?: boolean;
  isLabelHidden?: boolean;
  isSelected: boolean;
  label: string;
  onChange: (isSelected: boolean) => void;
};

/** For what takes effect at once; a checkbox is for what takes effect with the form. */
export const Switch = ({
  description,
  disabledReason,
  isDisabled = false,
  isLabelHidden = false,
  isSelected,
  label,
  onChange,
}: Props) => {
  const hint = disabledReason || description;
  const ids = useFieldIds({ description: hint, errorMessage: undefined });
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2.5 gap-y-0.5">
      <span className="relative inline-flex h-5 items-center">
        <input
          aria-checked={isSelected}
          aria-describedby={ids.describedBy}
          checked={isSelected}
          className="peer h-5 w-9 appearance-none rounded-full border border-control bg-sunken transition-colors duration-150 checked:border-accent checked:bg-accent enabled:cursor-pointer disabled:opacity-50"
          disabled={isDisabled || Boolean(disabledReason)}
          id={ids.id}
          onChange={(event) => onChange(event.target.checked)}
          role="switch"
          type="checkbox"
        />
        <span className="pointer-events-none absolute left-1 size-3 rounded-full bg-control transition-[translate,background-color] duration-150 peer-checked:translate-x-4 peer-checked:bg-on-accent" />
      </span>
      <label className={isLabelHidden ? "sr-only" : ""} htmlFor={ids.id}>
        {label}
      </label>
      {hint ? (
        <p className="col-start-2 text-muted text-sm" id={ids.descriptionId}>
          {hint}
        </p>
      ) : null}
    </div>
  );
};
