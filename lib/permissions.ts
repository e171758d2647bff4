/**
 * One table of rights for the server's checks and the panel's disabled controls.
 * `platform.*` belong to the provider's admin alone; the others are held within one tenant.
 */
export const permissions = [
  "activity.read",
  "operation.cancel",
  "operation.read",
  "self.edit",
  "server.power",
  "server.read",
  "snapshot.create",
  "snapshot.delete",
  "snapshot.edit",
  "snapshot.lock",
  "snapshot.read",
  "snapshot.revert",
  "snapshot.unlock",
  "platform.images",
  "platform.people",
  "platform.servers",
  "platform.tenants",
] as const;

export type Permission = (typeof permissions)[number];

export const tenantRoles = ["owner", "operator", "viewer"] as const;
export type TenantRole = (typeof tenantRoles)[number];
export type Role = TenantRole | "admin";

const viewer: readonly Permission[] = ["activity.read", "operation.read", "self.edit", "server.read", "snapshot.read"];
const operator: readonly Permission[] = [
  ...viewer,
  "operation.cancel",
  "server.power",
  "snapshot.create",
  "snapshot.delete",
  "snapshot.edit",
  "snapshot.lock",
  "snapshot.revert",
];
const owner: readonly Permission[] = [...operator, "snapshot.unlock"];

const table: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  viewer: new Set(viewer),
  operator: new Set(operator),
  owner: new Set(owner),
  admin: new Set(permissions),
};

export const permissionsOf = (role: Role): ReadonlySet<Permission> => table[role];
