import { describe, expect, it } from "vitest";
import { localPath } from "./local-path";

describe("a path to go on to after sign-in", () => {
  it.each([
    ["/servers/1?tab=snapshots#top", "/servers/1?tab=snapshots#top"],
    ["/a/../b", "/b"],
    ["//evil.example/x", "/"],
    ["/\\evil.example", "/"],
    ["/\t/evil.example", "/"],
    ["https://evil.example/", "/"],
    ["javascript:alert(1)", "/"],
    ["servers", "/"],
    ["", "/"],
    [undefined, "/"],
  ])("%s leads to %s", (given, path) => expect(localPath(given)).toBe(path));
  it("stays on this site when written back into an address", () => {
    for (const given of ["/..//evil.example", "/.//evil.example", "/%2e%2e//evil.example"]) {
      expect(new URL(localPath(given), "https://panel.example").host).toBe("panel.example");
    }
  });
});
