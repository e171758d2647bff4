import { describe, expect, test } from "vitest";
import { type Permission, permissions, permissionsOf, type Role } from "./permissions";

/** Each right with the least of those who have it: whoever stands higher has it, too. */
const least: Readonly<Record<Permission, Role>> = {
  "activity.read": "viewer",
  "operation.cancel": "operator",
  "operation.read": "viewer",
  "self.edit": "viewer",
  "server.power": "operator",
  "server.read": "viewer",
  "snapshot.create": "operator",
  "snapshot.delete": "operator",
  "snapshot.edit": "operator",
  "snapshot.lock": "operator",
  "snapshot.read": "viewer",
  "snapshot.revert": "operator",
  "snapshot.unlock": "owner",
  "platform.images": "admin",
  "platform.people": "admin",
  "platform.servers": "admin",
  "platform.tenants": "admin",
};
const ladder: readonly Role[] = ["viewer", "operator", "owner", "admin"];

describe("rights", () => {
  for (const permission of permissions) {
    test(`${permission} begins with the ${least[permission]}`, () => {
      const holders = ladder.filter((role) => permissionsOf(role).has(permission));
      expect(holders).toEqual(ladder.slice(ladder.indexOf(least[permission])));
    });
  }

  test("nobody but the admin reaches beyond a tenant", () => {
    for (const role of ["viewer", "operator", "owner"] as const) {
      expect([...permissionsOf(role)].filter((permission) => permission.startsWith("platform."))).toEqual([]);
    }
  });

  test("taking a lock off needs more than putting one on", () => {
    expect(permissionsOf("operator").has("snapshot.lock")).toBe(true);
    expect(permissionsOf("operator").has("snapshot.unlock")).toBe(false);
  });
});
