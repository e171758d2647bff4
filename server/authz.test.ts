import { describe, expect, it } from "vitest";
import { type Permission, permissions, permissionsOf, type TenantRole, tenantRoles } from "@/lib/permissions";
import { can, canAnywhere, type RightsHolder, requirePermission, tenantsWith } from "./authz";

const member = (role: TenantRole, tenantId = "a"): RightsHolder => ({
  isAdmin: false,
  memberships: [{ role, tenantId, tenantName: tenantId.toUpperCase() }],
});
const admin: RightsHolder = { isAdmin: true, memberships: [] };
const nobody: RightsHolder = { isAdmin: false, memberships: [] };

const refusal = (run: () => void) => {
  try {
    run();
    return "allowed";
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  }
};

const inTenants = permissions.filter((each) => !each.startsWith("platform.") && each !== "self.edit");
const ofPlatform = permissions.filter((each) => each.startsWith("platform."));

describe("rights", () => {
  it.each(permissions)("an admin has %s everywhere", (permission) => {
    expect(can(admin, permission, "a")).toBe(true);
    expect(can(admin, permission, null)).toBe(true);
    expect(tenantsWith(admin, permission)).toBe("all");
  });

  it.each(tenantRoles.flatMap((role) => inTenants.map((permission): [TenantRole, Permission] => [role, permission])))(
    "%s and %s: in the own tenant as the table says, elsewhere not there at all",
    (role, permission) => {
      const holds = permissionsOf(role).has(permission);
      const actor = member(role);
      expect(can(actor, permission, "a")).toBe(holds);
      expect(refusal(() => requirePermission(actor, permission, "a"))).toBe(holds ? "allowed" : "forbidden");
      expect(refusal(() => requirePermission(actor, permission, "b"))).toBe("notFound");
      expect(can(actor, permission, null)).toBe(false);
      expect(tenantsWith(actor, permission)).toEqual(holds ? ["a"] : []);
      expect(canAnywhere(actor, permission)).toBe(holds);
    },
  );

  it.each(ofPlatform)("%s is no tenant's to give", (permission) => {
    const owner = member("owner");
    expect(canAnywhere(owner, permission)).toBe(false);
    expect(tenantsWith(owner, permission)).toEqual([]);
    expect(refusal(() => requirePermission(owner, permission, "a"))).toBe("forbidden");
    expect(refusal(() => requirePermission(owner, permission, null))).toBe("forbidden");
  });

  it("someone without a tenant keeps their own settings and nothing else", () => {
    for (const permission of permissions) expect(canAnywhere(nobody, permission)).toBe(permission === "self.edit");
    expect(can(nobody, "self.edit", null)).toBe(true);
  });

  it("of several roles each counts in its own tenant only", () => {
    const actor = {
      isAdmin: false,
      memberships: [...member("viewer", "a").memberships, ...member("owner", "b").memberships],
    };
    expect(tenantsWith(actor, "snapshot.delete")).toEqual(["b"]);
    expect(refusal(() => requirePermission(actor, "snapshot.delete", "a"))).toBe("forbidden");
  });
});
