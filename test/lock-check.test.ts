import { describe, expect, it } from "vitest";
import { findLockFaults } from "../scripts/lock-check.mjs";

const whole = { version: "1.0.0", integrity: "sha512-x" };
const withPackages = (packages: Record<string, object>) => findLockFaults({ packages: { "": {}, ...packages } });

describe("findLockFaults", () => {
  it("finds none in a whole lock file, bundled and linked packages included", () => {
    const nested = { ...whole, optionalDependencies: { c: "1" } };
    const packages = { "node_modules/a": nested, "node_modules/a/node_modules/b": nested, "node_modules/c": whole };
    expect(withPackages({ ...packages, "node_modules/d": { inBundle: true }, e: { link: true } })).toEqual([]);
  });

  it("finds an optional package for another platform that the lock file has left out", () => {
    const a = { ...whole, optionalDependencies: { "a-darwin": "1.0.0" } };
    expect(withPackages({ "node_modules/a": a })).toEqual(["node_modules/a wants a-darwin@1.0.0, which has no entry"]);
  });

  it("finds a package without integrity, one from a mirror, and an empty file", () => {
    const resolved = "https://mirror.example/b.tgz";
    expect(withPackages({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { ...whole, resolved } })).toEqual([
      "node_modules/a has no integrity",
      "node_modules/b comes from mirror.example",
    ]);
    expect(findLockFaults({})).toEqual(["the lock file names no packages"]);
  });
});
