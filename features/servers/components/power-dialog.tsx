"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { useTranslation } from "@/i18n/provider";
import { newIntentKey } from "@/lib/intent-key";
import type { PowerAction } from "../power";
import { Consequences } from "./consequences";
import { type PoweredServer, usePower } from "./use-power";

type Props = { action: Exclude<PowerAction, "start">; onClose: () => void; server: PoweredServer };

/** Stopping takes the server from its visitors, and forcing it off takes data: both are asked for. */
export const PowerDialog = ({ action, onClose, server }: Props) => {
  const { t } = useTranslation(["servers", "common"]);
  const { reasonOf, request } = usePower(server);
  const [idempotencyKey] = useState(newIntentKey);
  const confirm = () => {
    if (reasonOf(action)) return;
    request(action, idempotencyKey);
    onClose();
  };
  const isForced = action === "forceOff";
  return (
    <Dialog
      footer={
        <>
          <Button onPress={onClose}>{t("common:action.cancel")}</Button>
          <Button disabledReason={reasonOf(action)} onPress={confirm} variant={isForced ? "danger" : "primary"}>
            {t(`power.${action}.action`)}
          </Button>
        </>
      }
      isDestructive={isForced}
      isOpen
      onOpenChange={onClose}
      onSubmit={confirm}
      title={t(`power.${action}.title`, { name: server.name })}
    >
      {isForced ? (
        <>
          <Consequences
            rows={[
              { label: t("power.forceOff.lost"), text: t("power.forceOff.isLost") },
              { label: t("power.forceOff.staysLabel"), text: t("power.forceOff.stays") },
            ]}
          />
          <p className="text-muted">{t("power.forceOff.risk")}</p>
        </>
      ) : (
        <p>{t("power.stop.text")}</p>
      )}
    </Dialog>
  );
};
