import type { ServerState } from "@/engine";
import { assertNever } from "@/lib/errors";

export type PowerAction = "forceOff" | "start" | "stop";

type Target = { isBusy: boolean; state: ServerState };
type Obstacle = "busy" | "isRunning" | "isStopped" | "unknown" | "wrongState";

/** Why an instance can't be started or stopped now (`servers:power.<obstacle>`), or null. The engine decides again. */
export const findObstacle = ({ isBusy, state }: Target, action: PowerAction): Obstacle | null => {
  switch (state) {
    case "creating":
    case "deleting":
    case "failed":
    case "pending":
      return "wrongState";
    case "running":
      if (action === "start") return "isRunning";
      break;
    case "stopped":
      if (action !== "start") return "isStopped";
      break;
    case "unknown":
      if (action === "stop") return "unknown";
      break;
    default:
      return assertNever(state);
  }
  // Cutting the power must be had whatever else goes on.
  return isBusy && action !== "forceOff" ? "busy" : null;
};
