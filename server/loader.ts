import "server-only";
import { forbidden, notFound } from "next/navigation";
import type { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Permission } from "@/lib/permissions";
import { type Actor, findActor } from "./auth/actor";
import { signInAgain } from "./auth/sign-in-again";
import { canAnywhere, requirePermission, tenantsWith } from "./authz";
import { asDoor, type Door } from "./door";
import { parseInput } from "./failure";

type LoaderScope = { tenantId: string | null };

type Given<I> = {
  actor: Actor;
  input: I;
  /** The tenants whose rows may be shown: what a list puts into its query. */
  tenants: readonly string[] | "all";
};

type ListDefinition<S extends z.ZodType, T> = {
  permission: Permission;
  input: S;
  scope?: undefined;
  run: (given: Given<z.output<S>>) => Promise<T>;
};

type ScopedDefinition<S extends z.ZodType, C extends LoaderScope, T> = {
  permission: Permission;
  input: S;
  /** Finds the resource; throws `notFound`. What it read can ride along to `run`. */
  scope: (input: z.output<S>, actor: Actor) => Promise<C> | C;
  run: (given: Given<z.output<S>> & { scope: C }) => Promise<T>;
};

export type Loader<I, T> = ((input: I) => Promise<T>) & Door;

/**
 * A guarded read, the same for the first paint and for the refresh. Throws `AppError`: `sessionExpired` to
 * strangers, `forbidden`, `notFound`, `inputInvalid`. Without a `scope` the query itself must keep to `tenants`.
 */
export function defineLoader<S extends z.ZodType, C extends LoaderScope, T>(
  definition: ScopedDefinition<S, C, T>,
): Loader<z.input<S>, T>;
export function defineLoader<S extends z.ZodType, T>(definition: ListDefinition<S, T>): Loader<z.input<S>, T>;
export function defineLoader<S extends z.ZodType, C extends LoaderScope, T>(
  definition: ScopedDefinition<S, C, T> | ListDefinition<S, T>,
): Loader<z.input<S>, T> {
  const { permission } = definition;
  const load = async (raw: z.input<S>): Promise<T> => {
    const actor = await findActor();
    if (!actor) throw new AppError("sessionExpired");
    if (!canAnywhere(actor, permission)) throw new AppError("forbidden");
    const input: z.output<S> = parseInput(definition.input, raw);
    const given = { actor, input, tenants: tenantsWith(actor, permission) };
    if (!definition.scope) return definition.run(given);
    const scope = await definition.scope(input, actor);
    requirePermission(actor, permission, scope.tenantId);
    return definition.run({ ...given, scope });
  };
  return asDoor(load, { kind: "loader", permission });
}

/** For pages: refusals become Next's own not-found, forbidden and sign-in; all else reaches the error page. */
export const loadOr404 = async <I, T>(loader: (input: I) => Promise<T>, input: I): Promise<T> => {
  try {
    return await loader(input);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    switch (error.code) {
      case "notFound":
      case "inputInvalid":
        return notFound();
      case "forbidden":
        return forbidden();
      case "sessionExpired":
        return signInAgain();
      default:
        throw error;
    }
  }
};
