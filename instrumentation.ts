import type { Instrumentation } from "next";

export const register = async () => {
  if (process.env.NEXT_RUNTIME === "nodejs") (await import("./server/shutdown")).closeStreamsOnTerm();
};

/** What a page throws unexpectedly: people see the digest, this line has the rest. */
export const onRequestError: Instrumentation.onRequestError = async (error, request, context) => {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { log } = await import("./server/log");
  const digest = typeof error === "object" && error !== null && "digest" in error ? error.digest : undefined;
  log.error({ digest, err: error, method: request.method, route: context.routePath }, "unexpected error on a page");
};
