"use client";
import { useLocale } from "@/i18n/provider";
import { formatDuration } from "@/lib/format";

export const Duration = ({ milliseconds }: { milliseconds: number }) => (
  <span className="whitespace-nowrap tabular-nums">{formatDuration(milliseconds, useLocale())}</span>
);
