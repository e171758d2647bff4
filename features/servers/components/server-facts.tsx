"use client";
import { useServerNow } from "@/components/person-provider";
import { Bytes } from "@/components/time/bytes";
import { DateTime } from "@/components/time/date-time";
import { Duration } from "@/components/time/duration";
import { useNow } from "@/components/time/use-now";
import { CopyButton } from "@/components/ui/copy-button";
import { StateDot } from "@/components/ui/state-dot";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatBytes, formatNumber } from "@/lib/format";
import type { ServerHeader } from "../schema";
import { type Fact, Facts } from "./facts";
import { webAddressOf } from "./open-link";
import { useSeesTenants } from "./use-sees-tenants";

const minute = 60_000;

const none = <span className="text-muted">–</span>;

const Agent = ({ agent, state }: Pick<ServerHeader, "agent" | "state">) => {
  const { t } = useTranslation("servers");
  if (state !== "running") return <span className="text-muted">{t("overview.off")}</span>;
  if (agent === null) return <StateDot label={t("agent.unknown")} tone="idle" />;
  return agent ? (
    <StateDot label={t("agent.answers")} tone="good" />
  ) : (
    <StateDot label={t("agent.silent")} tone="warn" />
  );
};

const Uptime = ({ startedAt }: { startedAt: string }) => {
  const { t } = useTranslation("servers");
  const span = useNow(useServerNow()) - Date.parse(startedAt);
  // The page's clock moves on every 30 seconds: anything finer would be made up.
  return span < minute ? t("overview.justStarted") : <Duration milliseconds={Math.floor(span / minute) * minute} />;
};

const WebAddress = ({ address }: { address: string }) => (
  <a
    className="break-all rounded-xs text-accent-ink underline-offset-3 hover:underline"
    href={address}
    rel="noopener noreferrer"
    target="_blank"
  >
    {address}
  </a>
);

const Mac = ({ mac }: { mac: string }) => (
  <span className="inline-flex items-center gap-1">
    <code className="font-mono text-sm">{mac}</code>
    <CopyButton value={mac} />
  </span>
);

export const ServerFacts = ({ server }: { server: ServerHeader }) => {
  const { t } = useTranslation("servers");
  const locale = useLocale();
  const seesTenants = useSeesTenants();
  const address = webAddressOf(server);
  const facts: Fact[] = [
    ...(seesTenants ? [{ label: t("overview.tenant"), value: server.tenantName }] : []),
    { label: t("overview.image"), value: server.imageName ?? none },
    { label: t("overview.vcpus"), value: formatNumber(server.vcpus, locale) },
    { label: t("overview.memory"), value: <Bytes bytes={server.memoryBytes} /> },
    { label: t("overview.agent"), value: <Agent agent={server.agent} state={server.state} /> },
    {
      label: t("overview.running"),
      value: server.startedAt ? <Uptime startedAt={server.startedAt} /> : none,
    },
    ...server.disks.map(({ position, sizeBytes, usedBytes }) => ({
      label: t("overview.disk", { number: position + 1 }),
      value: t("overview.diskUse", { size: formatBytes(sizeBytes, locale), used: formatBytes(usedBytes, locale) }),
    })),
    ...server.nics.map(({ mac }) => ({ label: t("overview.mac"), value: <Mac mac={mac} /> })),
    { label: t("overview.address"), value: address ? <WebAddress address={address} /> : none },
    { label: t("overview.created"), value: <DateTime at={server.createdAt} /> },
  ];
  return <Facts facts={facts} />;
};
