"use client";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes, formatNumber } from "@/lib/format";
import { configChanges } from "../lib/config-changes";
import type { SnapshotDetail } from "../schema";

const cell = "border-t py-1.5 text-right";

/** The server's configuration at that instant beside the one of now; what differs stands out. */
export const ConfigTable = ({ snapshot: { config, server } }: { snapshot: SnapshotDetail }) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const bytes = (value: number | undefined) => (value === undefined ? "–" : formatBytes(value, language));
  const changes = configChanges(config, server);
  const ids = [...new Map([...config.disks, ...server.disks].map((disk) => [disk.id, disk])).values()];
  const rows = [
    {
      name: t("config.cpuName"),
      now: formatNumber(server.vcpus, language),
      before: formatNumber(config.vcpus, language),
    },
    { name: t("config.memoryName"), now: bytes(server.memoryBytes), before: bytes(config.memoryBytes) },
    ...ids.map(({ id, position }) => ({
      name: t("config.diskName", { number: position + 1 }),
      now: bytes(server.disks.find((disk) => disk.id === id)?.sizeBytes),
      before: bytes(config.disks.find((disk) => disk.id === id)?.sizeBytes),
    })),
    {
      name: t("config.nicName"),
      now: formatNumber(server.nics.length, language),
      before: formatNumber(config.nics.length, language),
    },
  ];
  return (
    <>
      <table className="w-full">
        <thead className="text-muted text-sm">
          <tr>
            <th className="py-1 text-left font-normal" scope="col">
              <span className="sr-only">{t("config.what")}</span>
            </th>
            <th className="py-1 text-right font-normal" scope="col">
              {t("config.then")}
            </th>
            <th className="w-28 py-1 text-right font-normal" scope="col">
              {t("config.now")}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ before, name, now }) => (
            <tr key={name}>
              <th className="border-t py-1.5 text-left font-normal text-muted" scope="row">
                {name}
              </th>
              <td className={cell}>{before}</td>
              <td className={`${cell} ${now === before ? "" : "font-medium text-warn-ink"}`}>{now}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="text-muted text-sm">{t(changes.length > 0 ? "config.changed" : "config.same")}</p>
    </>
  );
};
