"use client";
import { KindGlyph } from "@/components/time/mark-shape";
import { Icon } from "@/components/ui/icon";
import { useTranslation } from "@/i18n/provider";
import { type Kind, kindOf, shapeOfKind } from "../lib/kind";
import type { SnapshotMark } from "../schema";

const order: readonly Kind[] = ["crash", "quiesced", "memory", "stopped"];

/** What the shapes mean; only those that are on the axis. */
export const AxisLegend = ({ marks }: { marks: readonly SnapshotMark[] }) => {
  const { t } = useTranslation("snapshots");
  const present = new Set(marks.map(kindOf));
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-muted text-sm">
      {order
        .filter((kind) => present.has(kind))
        .map((kind) => (
          <li className="flex items-center gap-1.5" key={kind}>
            <KindGlyph shape={shapeOfKind(kind)} />
            {t(`kind.${kind}`)}
          </li>
        ))}
      {marks.some(({ origin }) => origin === "safety") ? (
        <li className="flex items-center gap-1.5">
          <Icon className="size-4" name="revert" />
          {t("safety.name")}
        </li>
      ) : null}
    </ul>
  );
};
