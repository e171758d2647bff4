import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

type Props = {
  action?: ReactNode;
  children?: ReactNode;
  icon?: IconName /** Where it is the page's only heading. */;
  isPage?: boolean;
  title: string;
  tone?: "bad" | "idle";
};

/** Says what this place is for and offers the first step. */
export const EmptyState = ({ action, children, icon, isPage = false, title, tone = "idle" }: Props) => {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-2 px-4 py-14 text-center">
      {icon ? <Icon className={`mb-1 size-8 ${tone === "bad" ? "text-bad-ink" : "text-muted"}`} name={icon} /> : null}
      <Title className="text-balance font-semibold text-lg">{title}</Title>
      {children ? <div className="text-pretty text-muted">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
};
