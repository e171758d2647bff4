"use client";
import type { ReactNode } from "react";
import { Progress } from "@/components/ui/progress";
import { TextLink } from "@/components/ui/text-link";
import { namesIn, sentenceKey } from "@/features/operations/operation-text";
import type { OperationSummary } from "@/features/operations/schema";
import { NewestSnapshots } from "@/features/snapshots/newest-snapshots";
import { useTranslation } from "@/i18n/provider";
import { PowerButtons } from "./components/power-buttons";
import { ServerFacts } from "./components/server-facts";
import { ServerStateDot } from "./components/server-state";
import type { ServerHeader } from "./schema";
import { useServer } from "./use-server";

const Section = ({ aside, children, title }: { aside?: ReactNode; children: ReactNode; title: string }) => (
  <section>
    <div className="flex items-baseline justify-between gap-4 border-b pb-2">
      <h2 className="font-semibold">{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);

const Running = ({ operation }: { operation: OperationSummary }) => {
  const { t } = useTranslation("operations");
  const { percent, state, step } = operation;
  return (
    <div className="grid gap-1.5 rounded-md bg-accent-soft px-3.5 py-3">
      <p className="break-words font-medium">{t(sentenceKey(operation), namesIn(operation))}</p>
      {state === "waiting" ? (
        <p className="text-muted text-sm">{t("state.waiting")}</p>
      ) : (
        <Progress label={step ? t(`step.${step}`) : t(`state.${state}`)} percent={percent} />
      )}
    </div>
  );
};

/** What state it is in, what can be gone back to, and what is being done with it. */
export const ServerOverview = ({ first }: { first: ServerHeader }) => {
  const { t } = useTranslation("servers");
  const { server } = useServer(first);
  const { activeOperation, id, state } = server;
  return (
    <div className="grid gap-7">
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <ServerStateDot state={state} />
          <PowerButtons server={{ ...server, isBusy: activeOperation !== null }} />
        </div>
        {activeOperation ? <Running operation={activeOperation} /> : null}
      </div>
      <div className="grid items-start gap-x-10 gap-y-7 2xl:grid-cols-2">
        <Section
          aside={<TextLink href={`/servers/${id}/snapshots`}>{t("overview.showAll")}</TextLink>}
          title={t("overview.newest")}
        >
          <NewestSnapshots empty={t("overview.noSnapshots")} serverId={id} />
        </Section>
        <Section title={t("overview.facts")}>
          <ServerFacts server={server} />
        </Section>
      </div>
    </div>
  );
};
