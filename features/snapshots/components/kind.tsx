"use client";
import { KindGlyph } from "@/components/time/mark-shape";
import { useTranslation } from "@/i18n/provider";
import { isBusy, kindWordOf, shapeOf } from "../lib/kind";
import type { SnapshotRow } from "../schema";

type Subject = Pick<SnapshotRow, "consistency" | "frozenMs" | "mode" | "quiesce" | "state">;

/** The shape it has on the time axis, and its kind in words. */
export const Kind = ({ snapshot }: { snapshot: Subject }) => {
  const { t } = useTranslation("snapshots");
  const isPlanned = snapshot.consistency === null && isBusy(snapshot);
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      <KindGlyph
        isHollow={isPlanned}
        shape={shapeOf(snapshot)}
        tone={snapshot.state === "failed" ? "failed" : "plain"}
      />
      {t(`kind.${kindWordOf(snapshot)}`)}
    </span>
  );
};
