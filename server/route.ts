import "server-only";
import { unstable_rethrow } from "next/navigation";
import { AppError, type ErrorCode } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { Permission } from "@/lib/permissions";
import { type Actor, findActor } from "./auth/actor";
import { canAnywhere } from "./authz";
import { asDoor, type Door, definition } from "./door";
import { toFailure } from "./failure";
import type { Loader } from "./loader";
import { withRequest } from "./log";

type RouteParams = Record<string, string>;
type RouteContext = { params: Promise<RouteParams> };
type Handler = ((request: Request, context: RouteContext) => Promise<Response>) & Door;

const statusOf = (code: ErrorCode): number => {
  switch (code) {
    case "sessionExpired":
      return 401;
    case "forbidden":
      return 403;
    case "notFound":
      return 404;
    case "internal":
      return 500;
    default:
      return 422;
  }
};

const answer = (body: unknown, status: number, requestId: string) =>
  Response.json(body, {
    headers: { "Cache-Control": "private, no-store", "X-Request-Id": requestId },
    status,
  });

const guard = (request: Request, respond: (requestId: string) => Promise<Response>): Promise<Response> => {
  const requestId = newId();
  return withRequest({ requestId }, async () => {
    try {
      return await respond(requestId);
    } catch (error) {
      unstable_rethrow(error);
      const failure = toFailure(error, { path: new URL(request.url).pathname });
      return answer(failure, statusOf(failure.code), requestId);
    }
  });
};

/** A GET handler that gives a loader's DTO as JSON; refusals are a `Failure` with the fitting status. */
export const defineRoute = <I, T>(
  loader: Loader<I, T>,
  toInput: (request: Request, params: RouteParams) => I,
): Handler => {
  const door = loader[definition];
  if (door.kind === "public") throw new Error("a route is guarded by its loader, so the loader cannot be public");
  const handler = (request: Request, context: RouteContext): Promise<Response> =>
    guard(request, async (requestId) => answer(await loader(toInput(request, await context.params)), 200, requestId));
  return asDoor(handler, { kind: "route", permission: door.permission });
};

type Opened = { actor: Actor; request: Request; params: RouteParams; requestId: string };

/** A handler that answers with a stream (live events, downloads, uploads) and does its own check on the resource. */
export const defineStream = (permission: Permission, open: (given: Opened) => Promise<Response>): Handler => {
  const handler = (request: Request, context: RouteContext): Promise<Response> =>
    guard(request, async (requestId) => {
      const actor = await findActor();
      if (!actor) throw new AppError("sessionExpired");
      if (!canAnywhere(actor, permission)) throw new AppError("forbidden");
      return open({ actor, params: await context.params, request, requestId });
    });
  return asDoor(handler, { kind: "stream", permission });
};
