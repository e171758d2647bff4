"use client";
import { Badge } from "@/components/ui/badge";
import { useTranslation } from "@/i18n/provider";
import type { PersonMembership } from "../loaders";

type Props = {
  isAdmin: boolean;
  memberships: readonly PersonMembership[] /** The rest becomes a number. */;
  most?: number;
};

export const RoleBadges = ({ isAdmin, memberships, most = memberships.length }: Props) => {
  const { t } = useTranslation(["people", "common"]);
  const shown = memberships.slice(0, most);
  const rest = memberships.length - shown.length;
  if (!isAdmin && memberships.length === 0) return <span className="text-muted">{t("form.rolesNone")}</span>;
  return (
    <span className="inline-flex flex-wrap justify-end gap-1 align-middle">
      {isAdmin ? (
        <Badge icon="settings" tone="accent">
          {t("common:role.admin")}
        </Badge>
      ) : null}
      {shown.map(({ role, tenantId, tenantName }) => (
        <Badge key={tenantId}>{t("role.inTenant", { role: t(`common:role.${role}`), tenant: tenantName })}</Badge>
      ))}
      {rest > 0 ? <Badge>{t("role.more", { count: rest })}</Badge> : null}
    </span>
  );
};
