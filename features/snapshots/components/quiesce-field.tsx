"use client";
import { Checkbox } from "@/components/form/checkbox";
import { useTranslation } from "@/i18n/provider";
import type { SnapshotRow } from "../schema";
import type { ModeServer } from "./mode-field";

/** Why the guest's file systems can't be brought to rest, as the key of its text; null where they can. */
export const quiesceObstacle = ({ agent, state }: Pick<ModeServer, "agent" | "state">, mode: SnapshotRow["mode"]) => {
  if (state !== "running") return "needsRunning";
  if (mode === "stop") return "notWithStop";
  if (agent === null) return "agentUnknown";
  return agent ? null : "agentSilent";
};

type Props = {
  errorMessage?: string | undefined;
  mode: SnapshotRow["mode"];
  onChange: (isWished: boolean) => void;
  server: ModeServer;
  value: boolean;
};

/** Whether the guest's file systems are at rest at the snapshot's instant. */
export const QuiesceField = ({ errorMessage, mode, onChange, server, value }: Props) => {
  const { t } = useTranslation("snapshots");
  const obstacle = quiesceObstacle(server, mode);
  return (
    <Checkbox
      description={t(mode === "memory" ? "quiesce.textMemory" : "quiesce.text")}
      disabledReason={obstacle ? t(`quiesce.${obstacle}`) : undefined}
      errorMessage={errorMessage}
      isSelected={value}
      label={t("quiesce.label")}
      onChange={onChange}
    />
  );
};
