"use client";
import dynamic from "next/dynamic";
import { Badge } from "@/components/ui/badge";
import { StateDot, type StateTone } from "@/components/ui/state-dot";
import { useTranslation } from "@/i18n/provider";
import { useDays } from "../lib/use-days";
import type { SnapshotRow } from "../schema";

// Few rows are being worked on; the others need no bar.
const Progress = dynamic(() => import("@/components/ui/progress").then((module) => module.Progress), { ssr: false });

const tones: Readonly<Record<SnapshotRow["state"], StateTone>> = {
  creating: "busy",
  deleting: "busy",
  failed: "bad",
  pending: "idle",
  ready: "good",
  reverting: "busy",
};

type Props = { snapshot: Pick<SnapshotRow, "heldOver" | "operation" | "state"> };

/** The state in a word; with what works on it, how far that is. */
export const SnapshotState = ({ snapshot }: Props) => {
  const { t } = useTranslation("snapshots");
  const days = useDays();
  const { heldOver, operation, state } = snapshot;
  const word = t(`state.${state}`);
  if (operation && state !== "pending" && state !== "ready" && state !== "failed")
    return (
      <span className="inline-block w-40 max-w-full align-middle">
        <Progress label={word} percent={operation.percent} />
      </span>
    );
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-2 gap-y-1">
      <StateDot label={word} tone={tones[state]} />
      {heldOver === null ? null : <Badge tone="warn">{t("held.badge", { span: days(heldOver) })}</Badge>}
    </span>
  );
};
