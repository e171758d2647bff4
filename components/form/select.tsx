"use client";
import { Icon } from "../ui/icon";
import { controlStyle, FieldFrame, type FieldTexts, useFieldIds } from "./field";

export type SelectOption = { isDisabled?: boolean; label: string; value: string };

type Props = FieldTexts & {
  className?: string;
  defaultValue?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  name?: string;
  onChange?: (value: string) => void;
  options: readonly SelectOption[];
  size?: "md" | "sm";
  value?: string;
};

/** The browser's own list: known on every phone, reachable by letter keys, and no weight. */
export const Select = ({
  className,
  description,
  errorMessage,
  isDisabled,
  isLabelHidden,
  isRequired,
  label,
  onChange,
  options,
  size = "md",
  ...rest
}: Props) => {
  const ids = useFieldIds({ description, errorMessage });
  return (
    <FieldFrame
      className={className}
      description={description}
      errorMessage={errorMessage}
      ids={ids}
      isLabelHidden={isLabelHidden}
      label={label}
    >
      <span className="relative grid">
        <select
          {...rest}
          aria-describedby={ids.describedBy}
          aria-invalid={errorMessage ? true : undefined}
          className={`${controlStyle} coarse:h-11 appearance-none truncate pr-9 ${size === "sm" ? "h-8" : "h-9"}`}
          disabled={isDisabled}
          id={ids.id}
          onChange={(event) => onChange?.(event.target.value)}
          required={isRequired}
        >
          {options.map((option) => (
            <option disabled={option.isDisabled} key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon
          className="pointer-events-none absolute top-1/2 right-2.5 size-4 -translate-y-1/2 text-muted"
          name="chevronDown"
        />
      </span>
    </FieldFrame>
  );
};
