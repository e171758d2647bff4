import type { ReactNode } from "react";

export type Fact = { label: string; value: ReactNode };

/** Label and value, line by line; on wide pages in two columns of its own. */
export const Facts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className="grid gap-x-10 sm:grid-cols-2">
    {facts.map(({ label, value }) => (
      <div className="flex min-h-10 items-center justify-between gap-4 border-b py-2" key={label}>
        <dt className="text-muted">{label}</dt>
        <dd className="min-w-0 break-words text-right">{value}</dd>
      </div>
    ))}
  </dl>
);
