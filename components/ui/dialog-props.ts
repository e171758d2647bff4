import type { ReactNode } from "react";

export type DialogProps = {
  children: ReactNode;
  /** Buttons, Cancel first. */
  footer?: ReactNode;
  /** Focus starts on the first button of the footer, which is Cancel. */
  isDestructive?: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  /** Called by Ctrl+Enter and Cmd+Enter. */
  onSubmit?: () => void;
  size?: "lg" | "md" | "sm";
  title: ReactNode;
};
