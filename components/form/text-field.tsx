"use client";
import type { HTMLInputAutoCompleteAttribute, Ref } from "react";
import { controlStyle, FieldFrame, type FieldTexts, useFieldIds } from "./field";

export type TextFieldProps = FieldTexts & {
  autoComplete?: HTMLInputAutoCompleteAttribute;
  className?: string;
  defaultValue?: string;
  inputMode?: "decimal" | "email" | "numeric" | "text";
  isDisabled?: boolean;
  isReadOnly?: boolean;
  isRequired?: boolean;
  maxLength?: number;
  name?: string;
  onBlur?: () => void;
  onChange?: (value: string) => void;
  placeholder?: string;
  ref?: Ref<HTMLInputElement>;
  type?: "email" | "number" | "password" | "text";
  value?: string;
};

export const TextField = ({
  className,
  description,
  errorMessage,
  isDisabled,
  isLabelHidden,
  isReadOnly,
  isRequired,
  label,
  onChange,
  type = "text",
  ...rest
}: TextFieldProps) => {
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
      <input
        {...rest}
        aria-describedby={ids.describedBy}
        aria-invalid={errorMessage ? true : undefined}
        className={`${controlStyle} coarse:h-11 h-9 read-only:bg-sunken`}
        disabled={isDisabled}
        id={ids.id}
        onChange={(event) => onChange?.(event.target.value)}
        readOnly={isReadOnly}
        required={isRequired}
        type={type}
      />
    </FieldFrame>
  );
};
