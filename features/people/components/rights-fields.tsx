"use client";
import { Checkbox } from "@/components/form/checkbox";
import { Select } from "@/components/form/select";
import { Button, IconButton } from "@/components/ui/button";
import { useTranslation } from "@/i18n/provider";
import { type TenantRole, tenantRoles } from "@/lib/permissions";
import type { TenantChoice } from "../loaders";

export type RightsValue = { isAdmin: boolean; memberships: readonly { tenantId: string; role: TenantRole }[] };

type Props = {
  /** Why the admin's tick cannot be taken away here. */
  adminDisabledReason?: string | undefined;
  onChange: (value: RightsValue) => void;
  tenants: readonly TenantChoice[];
  value: RightsValue;
};

const roleOf = (value: string): TenantRole => tenantRoles.find((role) => role === value) ?? "viewer";

/** A role in each of some tenants, and whether the person runs the whole panel. */
export const RightsFields = ({ adminDisabledReason, onChange, tenants, value }: Props) => {
  const { t } = useTranslation(["people", "common"]);
  const { isAdmin, memberships } = value;
  const taken = new Set(memberships.map(({ tenantId }) => tenantId));
  const free = tenants.find(({ id }) => !taken.has(id));
  const nameOf = (tenantId: string) => tenants.find(({ id }) => id === tenantId)?.name ?? "";
  const setAt = (index: number, change: Partial<RightsValue["memberships"][number]>) =>
    onChange({ isAdmin, memberships: memberships.map((each, at) => (at === index ? { ...each, ...change } : each)) });

  return (
    <div className="grid gap-4">
      <Checkbox
        description={t("form.adminHint")}
        disabledReason={adminDisabledReason}
        isSelected={isAdmin}
        onChange={(next) => onChange({ isAdmin: next, memberships })}
      >
        {t("form.admin")}
      </Checkbox>
      <fieldset className="grid min-w-0 gap-2">
        <legend className="mb-1.5 font-medium">{t("form.roles")}</legend>
        {memberships.length === 0 ? <p className="text-muted">{t("form.rolesNone")}</p> : null}
        {memberships.map(({ role, tenantId }, index) => (
          <div className="flex items-center gap-2" key={tenantId}>
            <Select
              className="min-w-0 flex-1"
              isLabelHidden
              label={t("form.tenant")}
              onChange={(next) => setAt(index, { tenantId: next })}
              options={tenants.map(({ id, name }) => ({
                isDisabled: id !== tenantId && taken.has(id),
                label: name,
                value: id,
              }))}
              value={tenantId}
            />
            <Select
              className="w-36"
              isLabelHidden
              label={t("form.role")}
              onChange={(next) => setAt(index, { role: roleOf(next) })}
              options={tenantRoles.map((each) => ({ label: t(`common:role.${each}`), value: each }))}
              value={role}
            />
            <IconButton
              icon="close"
              label={t("form.removeTenant", { tenant: nameOf(tenantId) })}
              onPress={() => onChange({ isAdmin, memberships: memberships.filter((_, at) => at !== index) })}
            />
          </div>
        ))}
        {tenants.length === 0 ? (
          <p className="text-muted text-sm">{t("form.noTenants")}</p>
        ) : free ? (
          <div>
            <Button
              icon="plus"
              onPress={() =>
                onChange({ isAdmin, memberships: [...memberships, { role: "operator", tenantId: free.id }] })
              }
              size="sm"
              variant="quiet"
            >
              {t("form.addTenant")}
            </Button>
          </div>
        ) : null}
      </fieldset>
    </div>
  );
};
