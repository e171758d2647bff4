"use client";
import { createContext, type ReactNode, useContext } from "react";
import type { Locale } from "@/i18n/locale";
import { useTranslation } from "@/i18n/provider";
import { type Permission, permissionsOf, type TenantRole } from "@/lib/permissions";
import type { Theme } from "@/lib/theme";

/** What the panel needs to know of the person before it: to show times, and to say why a control is off. */
export type Person = {
  email: string;
  id: string;
  isAdmin: boolean;
  locale: Locale;
  memberships: readonly { role: TenantRole; tenantId: string; tenantName: string }[];
  name: string;
  theme: Theme;
  timeZone: string;
};

type Known = { /** The server's clock when the page was made. */ now: string; person: Person };

const PersonContext = createContext<Known | null>(null);

export const PersonProvider = ({ children, now, person }: Known & { children: ReactNode }) => (
  <PersonContext value={{ now, person }}>{children}</PersonContext>
);

const useKnown = (): Known => {
  const known = useContext(PersonContext);
  if (!known) throw new Error("this part of the panel needs a PersonProvider above it");
  return known;
};

export const usePerson = (): Person => useKnown().person;
export const useServerNow = (): string => useKnown().now;

type Right = { allowed: boolean; reason: string | undefined };

/** As `usePermission`, for rows that belong to different tenants. */
export const useRights = (): ((permission: Permission, tenantId: string | null) => Right) => {
  const { isAdmin, memberships } = usePerson();
  const { t } = useTranslation();
  return (permission, tenantId) => {
    const role = memberships.find((membership) => membership.tenantId === tenantId)?.role;
    if (isAdmin || (role && permissionsOf(role).has(permission))) return { allowed: true, reason: undefined };
    const reason = role ? t("permission.missing", { role: t(`role.${role}`) }) : t("permission.adminOnly");
    return { allowed: false, reason };
  };
};

/**
 * Whether the person may do this, with the reason to show if not. The server checks again.
 * `tenantId` is null for what belongs to the platform.
 */
export const usePermission = (permission: Permission, tenantId: string | null): Right =>
  useRights()(permission, tenantId);
