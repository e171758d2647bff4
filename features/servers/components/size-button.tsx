"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import type { ServerHeader } from "../schema";

const SizeDialog = dynamic(() => import("./size-dialog").then((module) => module.SizeDialog), { ssr: false });

/** For the provider's admin: how much of the host an instance may have is theirs to say. */
export const SizeButton = ({ server }: { server: ServerHeader }) => {
  const { t } = useTranslation("servers");
  const [isOpen, setOpen] = useState(false);
  const reason = server.state === "stopped" ? undefined : t("size.needsStopped");
  return (
    <>
      <Button
        disabledReason={server.activeOperation ? t("power.busy") : reason}
        icon="edit"
        onPress={() => setOpen(true)}
        size="sm"
        variant="quiet"
      >
        {t("size.button")}
      </Button>
      {isOpen ? <SizeDialog onClose={() => setOpen(false)} server={server} /> : null}
    </>
  );
};
