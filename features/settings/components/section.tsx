import type { ReactNode } from "react";

type Props = { actions?: ReactNode; children: ReactNode; hint?: string; title: string };

/** A part of the page, set off by a hairline: title and hint at the side where there is room. */
export const Section = ({ actions, children, hint, title }: Props) => (
  <section className="grid gap-4 border-t py-6 first:border-t-0 md:grid-cols-[14rem_minmax(0,32rem)] md:gap-10">
    <div className="grid content-start gap-1">
      <h2 className="font-semibold text-lg">{title}</h2>
      {hint ? <p className="text-pretty text-muted text-sm">{hint}</p> : null}
      {actions ? <div className="mt-2">{actions}</div> : null}
    </div>
    {children}
  </section>
);
