import type { ReactNode } from "react";

/** What a decision does, line by line: what is lost, what stays. */
export const Consequences = ({ rows }: { rows: readonly { label: string; text: ReactNode }[] }) => (
  <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[7rem_minmax(0,1fr)]">
    {rows.map(({ label, text }) => (
      <div className="contents" key={label}>
        <dt className="text-muted max-sm:-mb-1.5">{label}</dt>
        <dd className="min-w-0 break-words">{text}</dd>
      </div>
    ))}
  </dl>
);
