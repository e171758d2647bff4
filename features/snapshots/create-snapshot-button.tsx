"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { useShortcut } from "@/components/layout/shortcuts";
import { usePermission } from "@/components/person-provider";
import { Button } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import type { CreateServer } from "./components/create-dialog";

const load = () => import("./components/create-dialog");
const CreateDialog = dynamic(() => load().then((module) => module.CreateDialog), { ssr: false });

/** The blue button of each tab of a server; `c` presses it. */
export const CreateSnapshotButton = ({ server }: { server: CreateServer }) => {
  const { t } = useTranslation("snapshots");
  const right = usePermission("snapshot.create", server.tenantId);
  const [isOpen, setOpen] = useState(false);
  const canBe = server.state === "running" || server.state === "stopped";
  const reason = right.reason ?? (canBe ? undefined : t("create.notNow"));
  useShortcut(
    "c",
    () => {
      if (!reason) setOpen(true);
    },
    "snapshots:create.button",
  );
  return (
    <>
      <Button
        disabledReason={reason}
        icon="plus"
        onPress={() => setOpen(true)}
        onReach={() => void load()}
        variant="primary"
      >
        {t("create.button")}
      </Button>
      {isOpen ? <CreateDialog onClose={() => setOpen(false)} server={server} /> : null}
    </>
  );
};
