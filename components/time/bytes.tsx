"use client";
import { useLocale } from "@/i18n/provider";
import { formatBytes } from "@/lib/format";

/** A size in powers of ten; null while nobody has measured it. */
export const Bytes = ({ bytes }: { bytes: bigint | number | null }) => {
  const language = useLocale();
  return <span className="whitespace-nowrap tabular-nums">{bytes === null ? "–" : formatBytes(bytes, language)}</span>;
};
