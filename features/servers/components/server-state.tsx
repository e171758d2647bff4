"use client";
import { StateDot, type StateTone } from "@/components/ui/state-dot";
import type { ServerState } from "@/engine";
import { OperationHint } from "@/features/operations/operation-hint";
import type { OperationSummary } from "@/features/operations/schema";
import { useTranslation } from "@/i18n/provider";

const tones: Readonly<Record<ServerState, StateTone>> = {
  creating: "busy",
  deleting: "busy",
  failed: "bad",
  pending: "busy",
  running: "good",
  stopped: "idle",
  unknown: "warn",
};

type Props = { operation?: OperationSummary | null; state: ServerState };

/** How it is, and beside it what is being done with it. */
export const ServerStateDot = ({ operation = null, state }: Props) => {
  const { t } = useTranslation("servers");
  const dot = <StateDot label={t(`state.${state}`)} tone={tones[state]} />;
  if (!operation) return dot;
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-3">
      {dot}
      <OperationHint operation={operation} />
    </span>
  );
};
