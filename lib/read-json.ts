import type { ErrorCode, Failure } from "./errors";

/** A read that was refused or did not arrive; `failure` has a text in both languages. */
class ReadError extends Error {
  override readonly name = "ReadError";
  readonly failure: Failure;

  constructor(failure: Failure, options: { cause?: unknown } = {}) {
    super(failure.code, options);
    this.failure = failure;
  }
}

/** For views: what to tell people of a query's error. */
export const failureOf = (error: unknown): Failure =>
  error instanceof ReadError ? error.failure : { code: "internal", ok: false, params: { requestId: "" } };

/** Our own handlers name nothing but codes, and the list of all of them would weigh on every page. */
const isCode = (value: unknown): value is ErrorCode => typeof value === "string";

const refusalOf = async (response: Response): Promise<Failure> => {
  const body: unknown = await response.json().catch(() => null);
  const requestId = response.headers.get("x-request-id") ?? "";
  if (typeof body !== "object" || body === null || !("code" in body) || !isCode(body.code))
    return { code: "internal", ok: false, params: { requestId } };
  const params = "params" in body && typeof body.params === "object" && body.params !== null ? body.params : {};
  return { code: body.code, ok: false, params: { ...params } };
};

/** Reads one of our own GET handlers, which answer with the DTO that the caller names. Throws `ReadError`. */
export const readJson = async <T>(path: string, signal?: AbortSignal): Promise<T> => {
  const response = await fetch(path, { headers: { Accept: "application/json" }, signal: signal ?? null });
  if (!response.ok) throw new ReadError(await refusalOf(response));
  return response.json();
};
