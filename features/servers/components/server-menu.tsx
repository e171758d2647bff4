"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { usePerson } from "@/components/person-provider";
import type { ButtonSize, ButtonVariant } from "@/components/ui/button-style";
import { Menu } from "@/components/ui/menu";
import type { MenuItem } from "@/components/ui/menu-item";
import { useTranslation } from "@/i18n/provider";
import type { PowerAction } from "../power";
import { type PoweredServer, usePower } from "./use-power";

const PowerDialog = dynamic(() => import("./power-dialog").then((module) => module.PowerDialog), { ssr: false });
const DeleteServerDialog = dynamic(() => import("./delete-server-dialog").then((module) => module.DeleteServerDialog), {
  ssr: false,
});

type Asked = Exclude<PowerAction, "start"> | "delete";

type Props = {
  icon: "more" | "power";
  label: string;
  onDeleted: () => void;
  server: PoweredServer;
  size?: ButtonSize;
  variant?: ButtonVariant;
};

/** Start, stop, force off; for the provider's admin also delete. What can't be done now says why. */
export const ServerMenu = ({ icon, label, onDeleted, server, size, variant }: Props) => {
  const { t } = useTranslation("servers");
  const { isAdmin } = usePerson();
  const { reasonOf, request } = usePower(server);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const finish = () => {
    close();
    onDeleted();
  };

  const power: MenuItem[] = [
    {
      disabledReason: reasonOf("start"),
      icon: "play",
      id: "start",
      label: t("power.start.action"),
      onAction: () => request("start"),
    },
    {
      disabledReason: reasonOf("stop"),
      icon: "stop",
      id: "stop",
      label: t("power.stop.action"),
      onAction: () => setAsked("stop"),
    },
    {
      disabledReason: reasonOf("forceOff"),
      icon: "power",
      id: "forceOff",
      isDanger: true,
      label: t("power.forceOff.action"),
      onAction: () => setAsked("forceOff"),
    },
  ];
  const removal: MenuItem = {
    disabledReason: server.isBusy ? t("power.busy") : undefined,
    icon: "trash",
    id: "delete",
    isDanger: true,
    label: t("delete.action"),
    onAction: () => setAsked("delete"),
  };
  const sections = [{ id: "power", items: power }, ...(isAdmin ? [{ id: "delete", items: [removal] }] : [])];

  return (
    <>
      <Menu icon={icon} label={label} sections={sections} size={size} variant={variant} />
      {asked === "delete" ? <DeleteServerDialog onClose={close} onDeleted={finish} server={server} /> : null}
      {asked === "stop" || asked === "forceOff" ? <PowerDialog action={asked} onClose={close} server={server} /> : null}
    </>
  );
};
