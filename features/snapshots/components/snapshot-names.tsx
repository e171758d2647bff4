"use client";
import { useServerNow } from "@/components/person-provider";
import { useNow } from "@/components/time/use-now";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatRelative } from "@/lib/format";
import type { SnapshotRow } from "../schema";
import { Kind } from "./kind";

const shown = 8;

/** Which ones are meant, by name, server, kind and age; of many the first ones and how many more. */
export const SnapshotNames = ({ rows }: { rows: readonly SnapshotRow[] }) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const now = new Date(useNow(useServerNow()));
  const few = rows.length > shown + 1 ? rows.slice(0, shown) : rows;
  return (
    <ul className="grid gap-1.5">
      {few.map((row) => (
        <li className="flex flex-wrap items-center justify-between gap-x-4" key={row.id}>
          <span className="min-w-0 break-words">
            <span className="font-medium">{row.name}</span>
            <span className="text-muted"> · {row.serverName}</span>
          </span>
          <span className="flex items-center gap-3 text-muted text-sm">
            <Kind snapshot={row} />
            {formatRelative(row.takenAt ?? row.createdAt, now, language)}
          </span>
        </li>
      ))}
      {few.length < rows.length ? (
        <li className="text-muted">{t("more", { count: rows.length - few.length })}</li>
      ) : null}
    </ul>
  );
};
