"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";

const load = () => import("./create-server-dialog");
const CreateServerDialog = dynamic(() => load().then((module) => module.CreateServerDialog), { ssr: false });

/** For admins only; the server checks. */
export const CreateServerButton = () => {
  const { t } = useTranslation("servers");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="plus" onPress={() => setOpen(true)} onReach={load} variant="primary">
        {t("create.action")}
      </Button>
      {isOpen ? <CreateServerDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
};
