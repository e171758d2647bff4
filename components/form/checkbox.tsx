"use client";
import type { ReactNode } from "react";
import { FieldError, useFieldIds } from "./field";
import { TickBox } from "./tick-box";

type Props = {
  children?: ReactNode;
  defaultSelected?: boolean;
  description?: ReactNode;
  /** Takes the place of the description and switches the box off. */
  disabledReason?: string | undefined;
  errorMessage?: ReactNode;
  isDisabled?: boolean;
  isIndeterminate?: boolean;
  isRequired?: boolean;
  isSelected?: boolean;
  label?: ReactNode;
  name?: string;
  onChange?: (isSelected: boolean) => void;
  value?: string;
};

export const Checkbox = ({
  children,
  defaultSelected,
  description,
  disabledReason,
  errorMessage,
  isDisabled = false,
  label,
  onChange,
  ...rest
}: Props) => {
  const hint = disabledReason || description;
  const ids = useFieldIds({ description: hint, errorMessage });
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2.5 gap-y-0.5">
      <span className="flex h-5 items-center">
        <TickBox
          {...rest}
          describedBy={ids.describedBy}
          id={ids.id}
          isDisabled={isDisabled || Boolean(disabledReason)}
          isInvalid={Boolean(errorMessage)}
          isSelectedFirst={defaultSelected}
          onChange={(isSelected) => onChange?.(isSelected)}
        />
      </span>
      <label htmlFor={ids.id}>{label ?? children}</label>
      <div className="col-start-2 empty:hidden">
        {hint ? (
          <p className="text-muted text-sm" id={ids.descriptionId}>
            {hint}
          </p>
        ) : null}
        <FieldError id={ids.errorId}>{errorMessage}</FieldError>
      </div>
    </div>
  );
};
