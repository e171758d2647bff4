"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { DialogProps } from "./dialog-props";

const DialogWindow = dynamic(() => import("./dialog-window").then((module) => module.DialogWindow), { ssr: false });

/** A decision that the page waits for. What it weighs reaches the browser with the first one that opens. */
export const Dialog = (props: DialogProps) => {
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  return wasOpen ? <DialogWindow {...props} /> : null;
};
