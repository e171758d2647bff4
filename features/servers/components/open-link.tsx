"use client";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { ServerState } from "@/engine";
import { useTranslation } from "@/i18n/provider";

type Target = { state: ServerState; webPort: number | null };

/** The guest's own page, by the port of the host that leads to it; null while nobody would answer. */
export const webAddressOf = ({ state, webPort }: Target): string | null =>
  state === "running" && webPort !== null ? `http://127.0.0.1:${webPort}/` : null;

export const OpenLink = ({ server }: { server: Target }) => {
  const { t } = useTranslation("servers");
  const address = webAddressOf(server);
  if (!address)
    return (
      <Button disabledReason={t("header.openReason")} icon="external">
        {t("header.open")}
      </Button>
    );
  return (
    <LinkButton href={address} icon="external" isExternal>
      {t("header.open")}
    </LinkButton>
  );
};
