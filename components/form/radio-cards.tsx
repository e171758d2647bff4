"use client";
import { type ReactNode, useId } from "react";
import { FieldError, useFieldIds } from "./field";

export type RadioCard = {
  description: ReactNode;
  /** Stands in the card in place of nothing: what the option would do stays readable. */
  disabledReason?: string | undefined;
  title: string;
  value: string;
};

type Props = {
  description?: ReactNode;
  errorMessage?: ReactNode;
  label: string;
  name?: string;
  onChange: (value: string) => void;
  options: readonly RadioCard[];
  value: string | null;
};

const Card = ({
  group,
  isSelected,
  onChange,
  option,
}: {
  group: string;
  isSelected: boolean;
  onChange: (value: string) => void;
  option: RadioCard;
}) => {
  const id = useId();
  const isOff = Boolean(option.disabledReason);
  return (
    <div
      className={`relative grid grid-cols-[auto_1fr] gap-x-3 border-line not-first:border-t px-3.5 py-3 ${isSelected ? "bg-accent-soft" : isOff ? "bg-sunken" : "hover:bg-sunken"}`}
    >
      <input
        aria-describedby={`${id}-text`}
        checked={isSelected}
        className="mt-0.5 grid size-4 appearance-none place-items-center rounded-full border border-control bg-surface checked:border-5 checked:border-accent enabled:cursor-pointer disabled:opacity-50"
        disabled={isOff}
        id={id}
        name={group}
        onChange={() => onChange(option.value)}
        type="radio"
        value={option.value}
      />
      <div className="grid gap-0.5">
        <label
          className={`font-medium after:absolute after:inset-0 ${isOff ? "text-muted after:hidden" : ""}`}
          htmlFor={id}
        >
          {option.title}
        </label>
        <div className="text-muted text-sm" id={`${id}-text`}>
          <p>{option.description}</p>
          {isOff ? <p className="mt-1 text-warn-ink">{option.disabledReason}</p> : null}
        </div>
      </div>
    </div>
  );
};

/** A choice whose consequences should be read before it is made. */
export const RadioCards = ({ description, errorMessage, label, name, onChange, options, value }: Props) => {
  const ids = useFieldIds({ description, errorMessage });
  return (
    <fieldset aria-describedby={ids.describedBy} className="grid min-w-0 gap-1.5">
      <legend className="mb-1.5 font-medium">{label}</legend>
      {description ? (
        <p className="text-muted text-sm" id={ids.descriptionId}>
          {description}
        </p>
      ) : null}
      <div className="overflow-hidden rounded-md border border-line">
        {options.map((option) => (
          <Card
            group={name ?? ids.id}
            isSelected={option.value === value}
            key={option.value}
            onChange={onChange}
            option={option}
          />
        ))}
      </div>
      <FieldError id={ids.errorId}>{errorMessage}</FieldError>
    </fieldset>
  );
};
