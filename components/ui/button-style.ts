import { cva } from "class-variance-authority";

/** Shared by buttons and by links that look like one. */
export const buttonStyle = cva(
  "relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md font-medium transition-colors duration-150 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
  {
    compoundVariants: [
      { class: "w-9 px-0 coarse:w-11", isIcon: true, size: "md" },
      { class: "w-7 px-0 coarse:w-10", isIcon: true, size: "sm" },
    ],
    defaultVariants: { isIcon: false, size: "md", variant: "secondary" },
    variants: {
      isIcon: { false: "", true: "" },
      size: { md: "h-9 px-3.5 coarse:h-11", sm: "h-7 px-2.5 text-sm coarse:h-10" },
      variant: {
        danger: "bg-bad text-on-accent not-aria-disabled:hover:bg-bad-strong",
        primary: "bg-accent text-on-accent not-aria-disabled:hover:bg-accent-strong",
        quiet: "text-muted not-aria-disabled:hover:bg-sunken not-aria-disabled:hover:text-ink",
        secondary: "bg-surface text-ink shadow-[inset_0_0_0_1px_var(--color-line)] not-aria-disabled:hover:bg-sunken",
      },
    },
  },
);

export type ButtonVariant = "danger" | "primary" | "quiet" | "secondary";
export type ButtonSize = "md" | "sm";
