"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Bytes } from "@/components/time/bytes";
import { PageHeader } from "@/components/ui/page-header";
import { TabsNav } from "@/components/ui/tabs-nav";
import { CreateSnapshotButton } from "@/features/snapshots/create-snapshot-button";
import { useTranslation } from "@/i18n/provider";
import { failureOf } from "@/lib/read-json";
import { OpenLink } from "./components/open-link";
import { ServerMenu } from "./components/server-menu";
import { ServerStateDot } from "./components/server-state";
import type { ServerHeader } from "./schema";
import { useServer } from "./use-server";

const OperationHint = dynamic(
  () => import("@/features/operations/operation-hint").then((module) => module.OperationHint),
  { ssr: false },
);

/** One header for all tabs of a server. */
export const ServerHeaderView = ({ first }: { first: ServerHeader }) => {
  const { t } = useTranslation("servers");
  const router = useRouter();
  const { error, server } = useServer(first);
  const { activeOperation, id, imageName, memoryBytes, name, state, vcpus } = server;
  // Somebody has deleted it, or the right to see it is gone: the page itself then says so.
  const isGone = error !== null && failureOf(error).code === "notFound";
  useEffect(() => {
    if (isGone) router.refresh();
  }, [isGone, router]);

  const facts = [
    ...(imageName ? [imageName] : []),
    t("fact.vcpus", { count: vcpus }),
    <Bytes bytes={memoryBytes} key="memory" />,
  ];
  const path = `/servers/${id}`;
  return (
    <div className="grid gap-3">
      <PageHeader
        actions={
          <>
            <OpenLink server={server} />
            <ServerMenu
              icon="power"
              label={t("header.power")}
              onDeleted={() => router.push("/servers")}
              server={{ ...server, isBusy: activeOperation !== null }}
              variant="secondary"
            />
            <CreateSnapshotButton server={server} />
          </>
        }
        facts={facts}
        path={[{ href: path, label: name }]}
        state={<ServerStateDot state={state} />}
        title={name}
      />
      <div className="relative">
        <TabsNav
          tabs={[
            { href: path, label: t("tab.overview") },
            { href: `${path}/snapshots`, label: t("tab.snapshots") },
            { href: `${path}/activity`, label: t("tab.activity") },
          ]}
        />
        {activeOperation ? (
          <div className="absolute inset-y-0 right-0 flex items-center max-sm:hidden">
            <OperationHint operation={activeOperation} />
          </div>
        ) : null}
      </div>
    </div>
  );
};
