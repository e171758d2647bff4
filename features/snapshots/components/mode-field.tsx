"use client";
import { type RadioCard, RadioCards } from "@/components/form/radio-cards";
import type { ServerHeader } from "@/features/servers/schema";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes } from "@/lib/format";
import type { SnapshotRow } from "../schema";

type Mode = SnapshotRow["mode"];
const modes: readonly Mode[] = ["memory", "stop", "disks"];

export type ModeServer = Pick<ServerHeader, "agent" | "capabilities" | "memoryBytes" | "name" | "state">;

type Props = { errorMessage?: string | undefined; onChange: (mode: Mode) => void; server: ModeServer; value: Mode };

/** What happens to the instance while the snapshot is made: each way with its consequence. */
export const ModeField = ({ errorMessage, onChange, server, value }: Props) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const size = formatBytes(server.memoryBytes, language);
  const isRunning = server.state === "running";
  const method = server.capabilities?.memory.method ?? "unknown";
  const free = server.capabilities?.freeBytes;
  const memoryReason = () => {
    if (!isRunning) return t("mode.memoryNeedsRunning");
    if (free !== undefined && free < server.memoryBytes)
      return t("mode.memoryNoRoom", { free: formatBytes(free, language), size });
    return undefined;
  };
  const options: Readonly<Record<Mode, Omit<RadioCard, "value">>> = {
    disks: { description: t(isRunning ? "mode.disksRunning" : "mode.disksStopped"), title: t("mode.disks") },
    memory: {
      description: t(`mode.memoryText.${method}`, { size }),
      disabledReason: memoryReason(),
      title: t("mode.memory"),
    },
    stop: {
      description: t("mode.stopText"),
      disabledReason: isRunning ? undefined : t("mode.stopNeedsRunning"),
      title: t("mode.stop"),
    },
  };
  return (
    <RadioCards
      errorMessage={errorMessage}
      label={t("mode.label", { server: server.name })}
      onChange={(next) => {
        const mode = modes.find((known) => known === next);
        if (mode) onChange(mode);
      }}
      options={modes.map((mode) => ({ ...options[mode], value: mode }))}
      value={value}
    />
  );
};
