import { describe, expect, it } from "vitest";
import { nounOf, parseLiveEvent } from "./live-event";

describe("live events", () => {
  it("keeps the ids and drops what it does not know", () => {
    const data = JSON.stringify({ extra: 1, kind: "snapshots.changed", serverId: "s", tenantId: "t" });
    expect(parseLiveEvent(data)).toEqual({ kind: "snapshots.changed", serverId: "s", tenantId: "t" });
  });

  it.each(["", "no json", "null", "[]", "{}", '{"kind":1}'])("takes %o for no event", (data) => {
    expect(parseLiveEvent(data)).toBeNull();
  });

  it("names the noun, and none for a resync", () => {
    expect(nounOf({ kind: "servers.changed", tenantId: null })).toBe("servers");
    expect(nounOf({ kind: "resync", tenantId: null })).toBeNull();
  });
});
