import "server-only";
import type { ActivityEvent } from "@/lib/activity-events";
import type { Actor } from "./auth/actor";
import { recordActivity } from "./db/activity";
import { log, logContext } from "./log";

export type AuditSubject = Readonly<Record<string, string | number>>;

type Entry = {
  actor: Actor;
  event: ActivityEvent;
  outcome: string;
  tenantId: string | null;
  serverId?: string;
  subject?: AuditSubject;
};

/**
 * Writes who did what, from where, and how it ended. It never throws: what was done stays done, and telling
 * the person otherwise would make them do it twice. A line that could not be written is in the log.
 */
export const audit = async ({ actor, event, outcome, tenantId, serverId, subject = {} }: Entry): Promise<void> => {
  try {
    await recordActivity({
      actorId: actor.id,
      actorName: actor.name,
      address: actor.address,
      details: subject,
      event,
      outcome,
      requestId: logContext().requestId ?? null,
      serverId: serverId ?? null,
      tenantId,
    });
  } catch (error) {
    log.error({ actorId: actor.id, err: error, event, outcome, tenantId }, "activity could not be written");
  }
};
