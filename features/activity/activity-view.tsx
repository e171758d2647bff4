"use client";
import { usePerson } from "@/components/person-provider";
import { PageHeader } from "@/components/ui/page-header";
import { useTranslation } from "@/i18n/provider";
import { ActivityList } from "./activity-list";

export const ActivityView = () => {
  const { t } = useTranslation("activity");
  const { isAdmin, memberships } = usePerson();
  return (
    <>
      <PageHeader title={t("title")} />
      <ActivityList hasTenants={isAdmin || memberships.length > 1} serverId={null} />
    </>
  );
};
