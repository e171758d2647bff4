"use client";
import { useTranslation } from "@/i18n/provider";
import { isActivityEvent } from "@/lib/activity-events";
import { isErrorCode } from "@/lib/errors";
import type { ActivityRow } from "../loaders";

/** Names that a line may lack: a refusal can come before the thing was found. */
const names = ["image", "person", "server", "snapshot", "tenant", "to"] as const;

/** What happened, as one sentence; below it why it was refused, if it was. */
export const Sentence = ({ row }: { row: ActivityRow }) => {
  const { t } = useTranslation("activity");
  const { actorName, details, event, outcome } = row;
  const actor = actorName || t("itself");
  const unnamed = t("unnamed");
  // What an operation works on is an instance or, for the provider, an image.
  const subject = details.server ?? details.image ?? unnamed;
  const known = { ...Object.fromEntries(names.map((name) => [name, unnamed])), ...details, actor, subject };
  const way = outcome === "ok" ? "done" : "refused";
  return (
    <span className="grid gap-0.5 @max-2xl:py-0 py-2">
      <span className="whitespace-normal text-pretty">
        {isActivityEvent(event) ? t(`${way}.${event}`, { replace: known }) : t("unknown", { actor, event })}
      </span>
      {isErrorCode(outcome) ? (
        <span className="whitespace-normal text-pretty text-muted text-sm">
          {t(`reason.${outcome}`, { replace: { requestId: row.requestId ?? "–" } })}
        </span>
      ) : null}
    </span>
  );
};
