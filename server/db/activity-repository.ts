import "server-only";
import type { ActivityRepository } from "@/engine";
import { isActivityEvent } from "@/lib/activity-events";
import { addActivity } from "./activity";
import type { Tx } from "./transaction";

/** Lines without an actor: what happened by itself. */
export const activityRepository = (tx: Tx): ActivityRepository => ({
  insert: async ({ event, tenantId, serverId, outcome, details }) => {
    if (!isActivityEvent(event)) throw new Error(`unknown activity event ${event}`);
    const plain = Object.entries(details).flatMap(([key, value]) =>
      typeof value === "string" || typeof value === "number" ? [[key, value] as const] : [],
    );
    await addActivity(tx, {
      event,
      tenantId,
      serverId,
      outcome,
      details: Object.fromEntries(plain),
      actorId: null,
      actorName: "",
      address: null,
      requestId: null,
    });
  },
});
