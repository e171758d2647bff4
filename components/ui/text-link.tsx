import type { ReactNode } from "react";
import { Link } from "./link";

type Props = { children: ReactNode; className?: string; href: string; isQuiet?: boolean; scroll?: boolean };

/** A link in running text or a table's first column. Quiet: looks like text until hovered. */
export const TextLink = ({ children, className = "", href, isQuiet = false, scroll }: Props) => (
  <Link
    className={`rounded-xs underline-offset-3 hover:underline ${isQuiet ? "font-medium text-ink" : "text-accent-ink underline decoration-transparent hover:decoration-current"} ${className}`}
    href={href}
    scroll={scroll}
  >
    {children}
  </Link>
);
