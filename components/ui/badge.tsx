import { cva } from "class-variance-authority";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

const style = cva("inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 font-medium text-xs", {
  variants: {
    tone: {
      accent: "bg-accent-soft text-accent-ink",
      bad: "bg-bad-soft text-bad-ink",
      good: "bg-good-soft text-good-ink",
      idle: "bg-sunken text-muted",
      warn: "bg-warn-soft text-warn-ink",
    },
  },
});

export type BadgeTone = "accent" | "bad" | "good" | "idle" | "warn";

export const Badge = ({
  children,
  icon,
  tone = "idle",
}: {
  children: ReactNode;
  icon?: IconName;
  tone?: BadgeTone;
}) => (
  <span className={style({ tone })}>
    {icon ? <Icon className="size-3.5" name={icon} /> : null}
    {children}
  </span>
);
