"use client";
import { controlStyle, FieldFrame, type FieldTexts, useFieldIds } from "./field";

type Props = FieldTexts & {
  className?: string;
  defaultValue?: string;
  isDisabled?: boolean;
  isRequired?: boolean;
  maxLength?: number;
  name?: string;
  onChange?: (value: string) => void;
  placeholder?: string;
  rows?: number;
  value?: string;
};

export const TextArea = ({
  className,
  description,
  errorMessage,
  isDisabled,
  isLabelHidden,
  isRequired,
  label,
  onChange,
  rows = 3,
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
      <textarea
        {...rest}
        aria-describedby={ids.describedBy}
        aria-invalid={errorMessage ? true : undefined}
        className={`${controlStyle} resize-y py-2`}
        disabled={isDisabled}
        id={ids.id}
        onChange={(event) => onChange?.(event.target.value)}
        required={isRequired}
        rows={rows}
      />
    </FieldFrame>
  );
};
