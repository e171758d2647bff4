"use client";
import { useRouter } from "next/navigation";
import { useMemo } from "react";
import { usePerson, useServerNow } from "@/components/person-provider";
import { type AxisScale, fittingScale, isAxisScale } from "@/components/time/axis-layout";
import { type AxisMark, TimeAxis } from "@/components/time/time-axis";
import { useNow } from "@/components/time/use-now";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatDateTime } from "@/lib/format";
import { isBusy, kindWordOf, shapeOf } from "../lib/kind";
import type { SnapshotMark } from "../schema";
import { AxisLegend } from "./axis-legend";
import { SnapshotCard } from "./snapshot-card";

type Props = {
  highlightedId: string | null;
  hrefOf: (id: string) => string;
  marks: readonly SnapshotMark[];
  onHighlight: (id: string | null) => void;
  onScale: (scale: AxisScale) => void;
  /** As the address says it; empty or unknown: the narrowest that shows all. */
  scale: string | undefined;
  serverName: string;
};

const toneOf = ({ heldOver, isCurrent, state }: SnapshotMark): AxisMark["tone"] => {
  if (state === "failed") return "failed";
  if (heldOver !== null) return "held";
  return isCurrent ? "here" : "plain";
};

const toMark = (mark: SnapshotMark): AxisMark => ({
  at: Date.parse(mark.at),
  id: mark.id,
  isBusy: isBusy(mark),
  isFilled: mark.origin !== "scheduled",
  isHollow: mark.state === "pending" || mark.state === "creating",
  isLocked: mark.isLocked,
  isSafety: mark.origin === "safety",
  shape: shapeOf(mark),
  tone: toneOf(mark),
});

/** The server's snapshots in time. */
export const SnapshotAxis = ({ highlightedId, hrefOf, marks, onHighlight, onScale, scale, serverName }: Props) => {
  const { t } = useTranslation("snapshots");
  const router = useRouter();
  const language = useLocale();
  const { timeZone } = usePerson();
  const now = useNow(useServerNow());
  const drawn = useMemo(() => marks.map(toMark), [marks]);
  const byId = useMemo(() => new Map(marks.map((mark) => [mark.id, mark])), [marks]);
  const oldest = drawn.reduce((age, { at }) => Math.max(age, now - at), 0);
  const labelOf = (id: string) => {
    const mark = byId.get(id);
    if (!mark) return "";
    const at = formatDateTime(mark.at, { language, timeZone });
    const parts = { at, kind: t(`kind.${kindWordOf(mark)}`), name: mark.name, state: t(`state.${mark.state}`) };
    if (mark.origin === "safety") return t(mark.isLocked ? "axis.markSafetyLocked" : "axis.markSafety", parts);
    return t(mark.isLocked ? "axis.markLocked" : "axis.mark", parts);
  };
  return (
    <TimeAxis
      card={(id) => {
        const mark = byId.get(id);
        return mark ? <SnapshotCard mark={mark} now={now} /> : null;
      }}
      hereId={marks.find(({ isCurrent }) => isCurrent)?.id ?? null}
      highlightedId={highlightedId}
      label={t("axis.label", { server: serverName })}
      labelOf={labelOf}
      legend={<AxisLegend marks={marks} />}
      marks={drawn}
      nameOf={(id) => byId.get(id)?.name ?? ""}
      now={now}
      onHighlight={onHighlight}
      onOpen={(id) => router.push(hrefOf(id), { scroll: false })}
      onScaleChange={onScale}
      scale={isAxisScale(scale) ? scale : fittingScale(oldest)}
    />
  );
};
