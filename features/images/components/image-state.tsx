"use client";
import { StateDot, type StateTone } from "@/components/ui/state-dot";
import { OperationHint } from "@/features/operations/operation-hint";
import { useTranslation } from "@/i18n/provider";
import type { ImageRow } from "../schema";

const tones: Readonly<Record<ImageRow["state"], StateTone>> = {
  failed: "bad",
  importing: "busy",
  pending: "idle",
  ready: "good",
};

/** The state, how far the work on it is, and what went wrong. */
export const ImageState = ({ image: { error, operation, state } }: { image: ImageRow }) => {
  const { t } = useTranslation(["images", "errors"]);
  return (
    <span className="grid justify-items-start @max-2xl:justify-items-end gap-0.5">
      {operation ? (
        <OperationHint operation={operation} />
      ) : (
        <StateDot label={t(`state.${state}`)} tone={tones[state]} />
      )}
      {error ? (
        <span className="@2xl:w-72 whitespace-normal text-bad-ink text-sm">
          {t(`errors:${error.code}`, { replace: error.params })}
        </span>
      ) : null}
    </span>
  );
};
