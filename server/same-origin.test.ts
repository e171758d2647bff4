import { describe, expect, it } from "vitest";
import { isSameOrigin } from "./same-origin";

const publicUrl = "https://panel.example.test";
const sent = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), publicUrl);

describe("a request that changes something", () => {
  it("passes when the browser says that it comes from the panel's own page", () => {
    expect(sent({ "sec-fetch-site": "same-origin" })).toBe(true);
  });

  it.each(["cross-site", "same-site", "none"])("is refused when the browser says %s", (site) => {
    expect(sent({ host: "panel.example.test", origin: publicUrl, "sec-fetch-site": site })).toBe(false);
  });

  it("passes without that header when its origin is the host that was asked", () => {
    expect(sent({ host: "10.0.0.5:3000", origin: "http://10.0.0.5:3000" })).toBe(true);
  });

  it("passes behind a proxy when its origin is the public address", () => {
    expect(sent({ host: "127.0.0.1:3000", origin: publicUrl })).toBe(true);
  });

  it.each<Record<string, string>>([{}, { host: "a.test", origin: "https://b.test" }, { host: "null", origin: "null" }])(
    "is refused when it comes from elsewhere or does not say: %o",
    (headers) => expect(sent(headers)).toBe(false),
  );
});
