import { describe, expect, it } from "vitest";
import { findObstacle } from "./power";

describe("power buttons", () => {
  it.each([
    ["running", "start", "isRunning"],
    ["running", "stop", null],
    ["running", "forceOff", null],
    ["stopped", "start", null],
    ["stopped", "stop", "isStopped"],
    ["stopped", "forceOff", "isStopped"],
    ["unknown", "start", null],
    ["unknown", "stop", "unknown"],
    ["unknown", "forceOff", null],
    ["creating", "start", "wrongState"],
    ["deleting", "forceOff", "wrongState"],
    ["failed", "start", "wrongState"],
    ["pending", "stop", "wrongState"],
  ] as const)("%s: %s meets %s", (state, action, obstacle) => {
    expect(findObstacle({ isBusy: false, state }, action)).toBe(obstacle);
  });

  it("wait while an operation works on the instance, but for cutting the power", () => {
    expect(findObstacle({ isBusy: true, state: "stopped" }, "start")).toBe("busy");
    expect(findObstacle({ isBusy: true, state: "running" }, "stop")).toBe("busy");
    expect(findObstacle({ isBusy: true, state: "running" }, "forceOff")).toBeNull();
  });
});
