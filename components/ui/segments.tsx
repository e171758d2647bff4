"use client";
import { useId } from "react";

type Props<T extends string> = {
  /** Read out before the choices. */
  label: string;
  onChange: (value: T) => void;
  options: readonly { label: string; value: T }[];
  value: T;
};

/** One of a few, all in sight. */
export const Segments = <T extends string>({ label, onChange, options, value }: Props<T>) => {
  const group = useId();
  return (
    <fieldset className="flex rounded-md bg-sunken p-0.5">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          className="flex coarse:h-9 h-7 items-center rounded-sm px-2.5 text-muted text-sm hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent-ink"
          key={option.value}
        >
          <input
            checked={option.value === value}
            className="sr-only"
            name={group}
            onChange={() => onChange(option.value)}
            type="radio"
            value={option.value}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
};
