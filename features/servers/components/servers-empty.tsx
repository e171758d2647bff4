"use client";
import { usePerson } from "@/components/person-provider";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { useTranslation } from "@/i18n/provider";
import { CreateServerButton } from "./create-server-button";

/** Three kinds of nothing: nothing fits, nothing there for the admin to begin with, nothing given to the customer. */
export const ServersEmpty = ({ isNarrowed }: { isNarrowed: boolean }) => {
  const { t } = useTranslation("servers");
  const { isAdmin } = usePerson();
  if (isNarrowed)
    return (
      <EmptyState
        action={<LinkButton href="/servers">{t("list.empty.clear")}</LinkButton>}
        icon="search"
        title={t("list.empty.noneTitle")}
      >
        {t("list.empty.noneText")}
      </EmptyState>
    );
  return isAdmin ? (
    <EmptyState action={<CreateServerButton />} icon="server" title={t("list.empty.adminTitle")}>
      {t("list.empty.adminText")}
    </EmptyState>
  ) : (
    <EmptyState icon="server" title={t("list.empty.customerTitle")}>
      {t("list.empty.customerText")}
    </EmptyState>
  );
};
