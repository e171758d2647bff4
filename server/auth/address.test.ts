import { describe, expect, it } from "vitest";
import { clientAddress } from "./address";

describe("the address of a person", () => {
  it("is the socket's, whatever a header says, while no proxy is trusted", () => {
    expect(clientAddress({ socket: "203.0.113.9", forwarded: "198.51.100.1" }, [])).toBe("203.0.113.9");
  });
  it("is what a trusted proxy saw", () => {
    expect(clientAddress({ socket: "10.0.0.2", forwarded: "198.51.100.1" }, ["10.0.0.0/8"])).toBe("198.51.100.1");
  });
  it("is not what the person put before the proxy's entry", () => {
    expect(clientAddress({ socket: "10.0.0.2", forwarded: "1.2.3.4, 198.51.100.1" }, ["10.0.0.0/8"])).toBe(
      "198.51.100.1",
    );
  });
  it("is found behind a chain of trusted proxies", () => {
    const trusted = ["10.0.0.0/8", "fd00::/8"];
    expect(clientAddress({ socket: "fd00::1", forwarded: "198.51.100.1, 10.0.0.7" }, trusted)).toBe("198.51.100.1");
  });
  it("is the proxy's own when it names none", () => {
    expect(clientAddress({ socket: "::ffff:10.0.0.2", forwarded: null }, ["10.0.0.0/8"])).toBe("10.0.0.2");
    expect(clientAddress({ socket: "10.0.0.2", forwarded: "unknown" }, ["10.0.0.2"])).toBe("10.0.0.2");
  });
  it("is unknown without a socket's address", () => {
    expect(clientAddress({ socket: null, forwarded: "198.51.100.1" }, ["0.0.0.0/0"])).toBeNull();
  });
});
