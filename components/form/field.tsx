"use client";
import { type ReactNode, useId } from "react";
import { Icon } from "../ui/icon";

export type FieldTexts = { description?: ReactNode; errorMessage?: ReactNode; isLabelHidden?: boolean; label: string };

/** The ids that tie a control to its description and error; `describedBy` goes onto the control. */
export const useFieldIds = ({ description, errorMessage }: Pick<FieldTexts, "description" | "errorMessage">) => {
  const id = useId();
  const descriptionId = `${id}-description`;
  const errorId = `${id}-error`;
  const describedBy =
    [errorMessage ? errorId : "", description ? descriptionId : ""].filter(Boolean).join(" ") || undefined;
  return { describedBy, descriptionId, errorId, id };
};

export const FieldError = ({ children, id }: { children: ReactNode; id: string }) => (
  <p aria-live="polite" className={children ? "flex gap-1.5 text-bad-ink text-sm" : "hidden"} id={id}>
    {children ? (
      <>
        <Icon className="mt-px size-4" name="warning" />
        <span>{children}</span>
      </>
    ) : null}
  </p>
);

type FrameProps = FieldTexts & { children: ReactNode; className?: string; ids: ReturnType<typeof useFieldIds> };

/** Label above, control, then error and description: the same for each field that is written into. */
export const FieldFrame = ({
  children,
  className = "",
  description,
  errorMessage,
  ids,
  isLabelHidden = false,
  label,
}: FrameProps) => (
  <div className={`grid content-start gap-1.5 ${className}`}>
    <label className={isLabelHidden ? "sr-only" : "font-medium"} htmlFor={ids.id}>
      {label}
    </label>
    {children}
    <FieldError id={ids.errorId}>{errorMessage}</FieldError>
    {description ? (
      <p className="text-muted text-sm" id={ids.descriptionId}>
        {description}
      </p>
    ) : null}
  </div>
);

/** 16 px on touch: below that, phones zoom into the field. */
export const controlStyle =
  "w-full min-w-0 rounded-md border border-control bg-surface px-3 text-ink transition-colors duration-150 hover:border-muted aria-invalid:border-bad-ink disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-60 coarse:text-lg";
