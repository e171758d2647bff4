import "server-only";
import { AppError } from "@/lib/errors";
import { type Permission, permissionsOf } from "@/lib/permissions";
import type { Actor } from "./auth/actor";

/** Only what rights depend on, so that the worker and tests need no whole actor. */
export type RightsHolder = Pick<Actor, "isAdmin" | "memberships">;

const isPlatform = (permission: Permission) => permission.startsWith("platform.");

/** What concerns nobody but the person needs no membership: someone without a tenant can still change their password. */
const isOwn = (permission: Permission) => permission === "self.edit";

const roleIn = (actor: RightsHolder, tenantId: string) =>
  actor.memberships.find((membership) => membership.tenantId === tenantId)?.role;

/** Whether the actor holds the right in that tenant; `null` is the platform itself. */
export const can = (actor: RightsHolder, permission: Permission, tenantId: string | null): boolean => {
  if (actor.isAdmin || isOwn(permission)) return true;
  if (isPlatform(permission) || tenantId === null) return false;
  const role = roleIn(actor, tenantId);
  return role !== undefined && permissionsOf(role).has(permission);
};

/** The tenants whose rows a list may show. Platform rights are never held in a tenant, so none for them. */
export const tenantsWith = (actor: RightsHolder, permission: Permission): readonly string[] | "all" => {
  if (actor.isAdmin) return "all";
  return actor.memberships
    .filter(({ tenantId }) => !isPlatform(permission) && can(actor, permission, tenantId))
    .map(({ tenantId }) => tenantId);
};

/** Whether the actor holds the right anywhere at all: the first, cheap check before anything is parsed or read. */
export const canAnywhere = (actor: RightsHolder, permission: Permission): boolean => {
  if (actor.isAdmin || isOwn(permission)) return true;
  return tenantsWith(actor, permission).length > 0;
};

/** Throws `notFound` to those who must not learn that it exists, `forbidden` to members without the right. */
export const requirePermission = (actor: RightsHolder, permission: Permission, tenantId: string | null): void => {
  if (can(actor, permission, tenantId)) return;
  const isMember = tenantId === null || roleIn(actor, tenantId) !== undefined;
  throw new AppError(isMember || isPlatform(permission) ? "forbidden" : "notFound");
};
