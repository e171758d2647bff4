"use client";
import dynamic from "next/dynamic";
import type { DateTimeFieldProps } from "./date-time-props";

const Picker = dynamic(() => import("./date-time-picker").then((module) => module.DateTimePicker), {
  loading: () => <div className="h-22" />,
  ssr: false,
});

export const DateTimeField = (props: DateTimeFieldProps) => <Picker {...props} />;
