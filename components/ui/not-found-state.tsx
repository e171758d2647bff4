"use client";
import { useTranslation } from "react-i18next";
import { EmptyState } from "./empty-state";
import { LinkButton } from "./link-button";

/** The same for what is gone, what never was and what is another tenant's. */
export const NotFoundState = () => {
  const { t } = useTranslation();
  return (
    <EmptyState
      action={<LinkButton href="/servers">{t("error.home")}</LinkButton>}
      icon="search"
      isPage
      title={t("notFound.title")}
    >
      {t("notFound.text")}
    </EmptyState>
  );
};
