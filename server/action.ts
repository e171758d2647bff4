import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { ActivityEvent } from "@/lib/activity-events";
import { AppError, type Result } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Permission } from "@/lib/permissions";
import { type AuditSubject, audit } from "./audit";
import { type Actor, findActor } from "./auth/actor";
import { canAnywhere, requirePermission } from "./authz";
import { asDoor, type Door } from "./door";
import { parseInput, toFailure } from "./failure";
import { log, withRequest } from "./log";

/** Where the thing that is changed belongs, and its names for the activity log. */
export type Scope = { tenantId: string | null; serverId?: string; subject?: AuditSubject };

type Given<I, C> = { actor: Actor; input: I; scope: C; requestId: string };

type Definition<S extends z.ZodType, C extends Scope, T> = {
  permission: Permission;
  input: S;
  /** Finds the resource; throws `notFound`. What it read can ride along to `run`. */
  scope: (input: z.output<S>, actor: Actor) => Promise<C> | C;
  audit: ActivityEvent;
  /** More names for the activity log that only the outcome knows. */
  details?: (given: Given<z.output<S>, C> & { value: T }) => AuditSubject;
  run: (given: Given<z.output<S>, C>) => Promise<T>;
};

export type Action<I, T> = ((input: I) => Promise<Result<T>>) & Door;

type Reached<C> = { actor?: Actor; scope?: C; isParsed?: boolean };

const auditRefusal = async (code: string, event: ActivityEvent, reached: Reached<Scope>) => {
  const { actor, scope } = reached;
  if (!actor || code === "inputInvalid") return;
  // A tenant's log does not tell its people who of another tenant tried something: that is the platform's to see.
  const isTheirs = scope && code !== "notFound";
  await audit({
    actor,
    event,
    outcome: code,
    serverId: isTheirs ? scope.serverId : undefined,
    subject: scope?.subject,
    tenantId: isTheirs ? scope.tenantId : null,
  });
};

/**
 * A server action whose guard cannot be forgotten: actor, right anywhere at all, input, resource, right on
 * the resource, the work, the activity log. It never throws; refusals come back as a `Result`.
 */
export const defineAction = <S extends z.ZodType, C extends Scope, T>(
  definition: Definition<S, C, T>,
): Action<z.input<S>, T> => {
  const { permission, audit: event } = definition;

  const perform = async (raw: unknown, requestId: string, reached: Reached<C>): Promise<T> => {
    const actor = await findActor();
    if (!actor) throw new AppError("sessionExpired");
    reached.actor = actor;
    if (!canAnywhere(actor, permission)) throw new AppError("forbidden");
    const input: z.output<S> = parseInput(definition.input, raw);
    const scope = await definition.scope(input, actor);
    reached.scope = scope;
    requirePermission(actor, permission, scope.tenantId);
    const given = { actor, input, requestId, scope };
    const value = await definition.run(given);
    const subject = { ...scope.subject, ...definition.details?.({ ...given, value }) };
    await audit({ actor, event, outcome: "ok", serverId: scope.serverId, subject, tenantId: scope.tenantId });
    return value;
  };

  const action = (raw: z.input<S>): Promise<Result<T>> => {
    const requestId = newId();
    return withRequest({ requestId }, async (): Promise<Result<T>> => {
      const started = performance.now();
      const reached: Reached<C> = {};
      let outcome = "ok";
      try {
        return { ok: true, value: await perform(raw, requestId, reached) };
      } catch (error) {
        unstable_rethrow(error);
        const failure = toFailure(error, { event });
        outcome = failure.code;
        await auditRefusal(outcome, event, reached);
        return failure;
      } finally {
        const ms = Math.round(performance.now() - started);
        log.info({ actorId: reached.actor?.id, event, ms, outcome }, "action");
      }
    });
  };
  return asDoor(action, { kind: "action", permission });
};

type PublicDefinition<S extends z.ZodType, T> = {
  /** Why everybody may call it. */
  reason: string;
  input: S;
  run: (given: { input: z.output<S>; requestId: string }) => Promise<T>;
};

/** An action for strangers: the same shape and the same care with errors, and a reason instead of a right. */
export const definePublicAction = <S extends z.ZodType, T>(
  definition: PublicDefinition<S, T>,
): Action<z.input<S>, T> => {
  const action = (raw: z.input<S>): Promise<Result<T>> => {
    const requestId = newId();
    return withRequest({ requestId }, async (): Promise<Result<T>> => {
      try {
        return { ok: true, value: await definition.run({ input: parseInput(definition.input, raw), requestId }) };
      } catch (error) {
        unstable_rethrow(error);
        return toFailure(error, { reason: definition.reason });
      }
    });
  };
  return asDoor(action, { kind: "public", reason: definition.reason });
};
