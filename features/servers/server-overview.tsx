"use client";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { usePerson } from "@/components/person-provider";
import { Progress } from "@/components/ui/progress";
import { TextLink } from "@/components/ui/text-link";
import type { OperationSummary } from "@/features/operations/schema";
import { NewestSnapshots } from "@/features/snapshots/newest-snapshots";
import { useTranslation } from "@/i18n/provider";
import { PowerButtons } from "./components/power-buttons";
import { ServerFacts } from "./components/server-facts";
import { ServerStateDot } from "./components/server-state";
import type { ServerHeader } from "./schema";
import { useServer } from "./use-server";

const SizeButton = dynamic(() => import("./components/size-button").then((module) => module.SizeButton), {
  ssr: false,
});

const Section = ({ aside, children, title }: { aside?: ReactNode; children: ReactNode; title: string }) => (
  <section>
    <div className="flex items-baseline justify-between gap-4 border-b pb-2">
      <h2 className="font-semibold">{title}</h2>
      {aside}
    </div>
    {children}
  </section>
);

const Running = ({ operation: { percent, state, step } }: { operation: OperationSummary }) => {
  const { t } = useTranslation("operations");
  if (state === "waiting") return <p className="text-muted">{t("state.waiting")}</p>;
  return <Progress label={step ? t(`step.${step}`) : t(`state.${state}`)} percent={percent === 0 ? null : percent} />;
};

/** What state it is in, what can be gone back to, and what is being done with it. */
export const ServerOverview = ({ first }: { first: ServerHeader }) => {
  const { t } = useTranslation("servers");
  const { isAdmin } = usePerson();
  const { server } = useServer(first);
  const { activeOperation, id, state } = server;
  return (
    <div className="grid gap-7">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <ServerStateDot state={state} />
        <div className="min-w-0 flex-1 basis-60">
          <div className="max-w-md">{activeOperation ? <Running operation={activeOperation} /> : null}</div>
        </div>
        <PowerButtons server={{ ...server, isBusy: activeOperation !== null }} />
      </div>
      <div className="grid items-start gap-x-10 gap-y-7 2xl:grid-cols-2">
        <Section
          aside={<TextLink href={`/servers/${id}/snapshots`}>{t("overview.showAll")}</TextLink>}
          title={t("overview.newest")}
        >
          <NewestSnapshots empty={t("overview.noSnapshots")} serverId={id} />
        </Section>
        <Section aside={isAdmin ? <SizeButton server={server} /> : null} title={t("overview.facts")}>
          <ServerFacts server={server} />
        </Section>
      </div>
    </div>
  );
};
