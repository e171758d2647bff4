"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import type { PowerAction } from "../power";
import { type PoweredServer, usePower } from "./use-power";

const load = () => import("./power-dialog");
const PowerDialog = dynamic(() => load().then((module) => module.PowerDialog), { ssr: false });

export const PowerButtons = ({ server }: { server: PoweredServer }) => {
  const { t } = useTranslation("servers");
  const { isPending, reasonOf, request } = usePower(server);
  const [asked, setAsked] = useState<Exclude<PowerAction, "start"> | null>(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button disabledReason={reasonOf("start")} icon="play" isPending={isPending} onPress={() => request("start")}>
        {t("power.start.action")}
      </Button>
      <Button disabledReason={reasonOf("stop")} icon="stop" onPress={() => setAsked("stop")} onReach={load}>
        {t("power.stop.action")}
      </Button>
      <Button disabledReason={reasonOf("forceOff")} icon="power" onPress={() => setAsked("forceOff")} onReach={load}>
        {t("power.forceOff.action")}
      </Button>
      {asked ? <PowerDialog action={asked} onClose={() => setAsked(null)} server={server} /> : null}
    </div>
  );
};
