"use client";
import { FieldFrame, useFieldIds } from "@/components/form/field";

type Props = {
  description: string;
  errorMessage: string | undefined;
  isDisabled: boolean;
  label: string;
  onChange: (file: File | null) => void;
};

export const FileField = ({ description, errorMessage, isDisabled, label, onChange }: Props) => {
  const ids = useFieldIds({ description, errorMessage });
  return (
    <FieldFrame description={description} errorMessage={errorMessage} ids={ids} label={label}>
      <input
        accept=".qcow2,.qcow,.img,.raw,application/octet-stream"
        aria-describedby={ids.describedBy}
        aria-invalid={errorMessage ? true : undefined}
        className="coarse:h-11 w-full min-w-0 cursor-pointer rounded-md border border-control bg-surface text-muted file:mr-3 coarse:file:h-11 file:h-9 file:cursor-pointer file:border-0 file:border-line file:border-r file:bg-sunken file:px-3 file:font-medium file:text-ink disabled:cursor-not-allowed disabled:opacity-60"
        disabled={isDisabled}
        id={ids.id}
        onChange={({ target }) => onChange(target.files?.[0] ?? null)}
        type="file"
      />
    </FieldFrame>
  );
};
