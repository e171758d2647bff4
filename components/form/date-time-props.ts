import type { FieldTexts } from "./field";

export type DateTimeFieldProps = FieldTexts & {
  isDisabled?: boolean;
  isRequired?: boolean;
  /** The earliest instant that may be chosen, as an ISO string in UTC. */
  minValue?: string;
  onChange: (value: string | null) => void;
  /** The zone in which the person reads and writes the time. */
  timeZone: string;
  /** An instant as an ISO string in UTC. */
  value: string | null;
};
