"use client";
import { StateDot, type StateTone } from "@/components/ui/state-dot";
import type { ServerState } from "@/engine";
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

export const ServerStateDot = ({ state }: { state: ServerState }) => {
  const { t } = useTranslation("servers");
  return <StateDot label={t(`state.${state}`)} tone={tones[state]} />;
};
