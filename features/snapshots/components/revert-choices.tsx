"use client";
import { Checkbox } from "@/components/form/checkbox";
import { RadioCards } from "@/components/form/radio-cards";
import { useTranslation } from "@/i18n/provider";
import type { SnapshotDetail } from "../schema";

export type RevertChoice = { disksOnly: boolean; force: boolean; safety: boolean };

type Props = {
  choice: RevertChoice;
  /** Why its RAM can't be had; undefined where it can. */
  memoryReason: string | undefined;
  onChange: (choice: RevertChoice) => void;
  snapshot: SnapshotDetail;
};

/** What is to be decided before going back: what of it comes back, whether the power may be cut, and the way out. */
export const RevertChoices = ({ choice, memoryReason, onChange, snapshot }: Props) => {
  const { t } = useTranslation("snapshots");
  const { disksOnly, force, safety } = choice;
  const hasMemory = snapshot.consistency === "memory";
  const isRunning = snapshot.server.state === "running";
  const { days, kind } = snapshot.safety;
  return (
    <>
      {hasMemory ? (
        <RadioCards
          label={t("revert.what.label")}
          onChange={(value) => onChange({ ...choice, disksOnly: value === "disks" })}
          options={[
            {
              description: t("revert.what.memoryText"),
              disabledReason: memoryReason,
              title: t("revert.what.memory"),
              value: "memory",
            },
            {
              description: t(isRunning ? "revert.what.disksRunning" : "revert.what.disksStopped"),
              title: t("revert.what.disks"),
              value: "disks",
            },
          ]}
          value={disksOnly ? "disks" : "memory"}
        />
      ) : null}
      {isRunning && (disksOnly || !hasMemory) ? (
        <Checkbox
          description={t("revert.forceText")}
          isSelected={force}
          label={t("revert.force")}
          onChange={(isSelected) => onChange({ ...choice, force: isSelected })}
        />
      ) : null}
      <Checkbox
        description={t(`revert.safety.${kind}`, { count: days })}
        isSelected={safety}
        label={t("revert.safety.label")}
        onChange={(isSelected) => onChange({ ...choice, safety: isSelected })}
      />
    </>
  );
};
