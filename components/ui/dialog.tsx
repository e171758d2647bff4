"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";

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

const DialogWindow = dynamic(() => import("./dialog-window").then((module) => module.DialogWindow), { ssr: false });

/** A decision that the page waits for. What it weighs reaches the browser with the first one that opens. */
export const Dialog = (props: DialogProps) => {
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  return wasOpen ? <DialogWindow {...props} /> : null;
};
