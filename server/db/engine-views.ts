import "server-only";
import { z } from "zod";
import { findLatestHeartbeat } from "./heartbeats";

const detail = z.object({
  acceleration: z.enum(["kvm", "tcg", "none"]),
  freeBytes: z.number(),
  memory: z.discriminatedUnion("method", [
    z.object({ method: z.literal("background") }),
    z.object({
      method: z.literal("standstill"),
      reason: z.enum(["kernelRefusesBackgroundSnapshot", "notImplementedByHost"]),
    }),
  ]),
});

/** What the host last said it can do, and its free room in bytes. */
export type EngineView = z.output<typeof detail>;

/** null while no worker has ever said so. */
export const findEngineView = async (): Promise<EngineView | null> => {
  const heartbeat = await findLatestHeartbeat("engine");
  return detail.safeParse(heartbeat?.detail).data ?? null;
};
