"use client";
import type { ReactNode } from "react";
import { usePerson, useServerNow } from "@/components/person-provider";
import { useNow } from "@/components/time/use-now";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatDateTime, formatDuration, formatRelative } from "@/lib/format";
import { type ConfigChange, configChanges, isAddedDisk } from "../lib/config-changes";
import { kindWordOf } from "../lib/kind";
import { useChangeText } from "../lib/use-change-text";
import type { SnapshotDetail } from "../schema";
import { ChangedSince } from "./changed-since";

const minute = 60_000;

const Fact = ({ children, title }: { children: ReactNode; title: string }) => (
  <div className="grid gap-x-4 gap-y-0.5 border-line not-first:border-t py-2.5 sm:grid-cols-[9rem_1fr]">
    <dt className="text-muted">{title}</dt>
    <dd className="grid gap-1">{children}</dd>
  </div>
);

/** How the server stands when it is done. */
const afterwards = ({ server }: SnapshotDetail, isWithMemory: boolean) => {
  if (server.state === "running") return isWithMemory ? "resumes" : "restarts";
  return isWithMemory ? "wakes" : "staysStopped";
};

type Props = { isWithMemory: boolean; snapshot: SnapshotDetail };

export const RevertFacts = ({ isWithMemory, snapshot }: Props) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const { timeZone } = usePerson();
  const now = new Date(useNow(useServerNow()));
  const changeText = useChangeText();
  const { config, newer, server } = snapshot;
  const taken = snapshot.takenAt ?? snapshot.createdAt;
  const changes = configChanges(config, server);
  const lines = (some: readonly ConfigChange[]) =>
    some.map((change) => (
      <p className="text-warn-ink" key={`${change.what}${change.what === "disk" ? change.number : ""}`}>
        {changeText(change)}
      </p>
    ));
  const isDisksOnly = snapshot.consistency === "memory" && !isWithMemory;
  const onDisks = snapshot.frozenMs === null ? "crash" : "quiesced";
  const kind = isDisksOnly ? onDisks : kindWordOf(snapshot);
  const age = Math.max(1000, now.getTime() - Date.parse(taken));
  // Seconds say nothing once it is minutes.
  const span = formatDuration(age < minute ? age : Math.floor(age / minute) * minute, language);
  const wasRunning = server.state === "running";
  return (
    <dl>
      <Fact title={t("revert.back")}>
        <p>
          {t("revert.backText", {
            ago: formatRelative(taken, now, language),
            at: formatDateTime(taken, { language, timeZone }),
            kind: t(`kindLong.${kind}`),
          })}
        </p>
        {lines(changes.filter((change) => !isAddedDisk(change)))}
      </Fact>
      <Fact title={t("revert.lost")}>
        <p>{t("revert.lostDisks", { count: config.disks.length, span })}</p>
        <ChangedSince changed={snapshot.changed} />
        {wasRunning ? <p>{t("revert.lostMemory")}</p> : null}
      </Fact>
      <Fact title={t("revert.stays")}>
        {newer.count > 0 ? (
          <p>
            {newer.count > newer.names.length
              ? t("revert.newerMany", { count: newer.count })
              : t("revert.newer", { count: newer.count, names: newer.names.join(", ") })}
          </p>
        ) : null}
        {lines(changes.filter(isAddedDisk))}
        <p>{t("revert.staysText")}</p>
      </Fact>
      <Fact title={t("revert.afterwards")}>
        <p className="font-medium">
          {t(`revert.power.${afterwards(snapshot, isWithMemory)}`, { server: server.name })}
        </p>
      </Fact>
    </dl>
  );
};
