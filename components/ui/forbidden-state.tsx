"use client";
import { useTranslation } from "@/i18n/provider";
import { EmptyState } from "./empty-state";
import { LinkButton } from "./link-button";

/** Says who can help, and leads to where the person may be. */
export const ForbiddenState = ({ isPage = false }: { isPage?: boolean }) => {
  const { t } = useTranslation();
  return (
    <EmptyState
      action={<LinkButton href="/servers">{t("error.home")}</LinkButton>}
      icon="lock"
      isPage={isPage}
      title={t("forbidden.title")}
    >
      {t("forbidden.text")}
    </EmptyState>
  );
};
