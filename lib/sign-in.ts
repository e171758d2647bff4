import { type ErrorCode, type ErrorParams, isErrorCode } from "./errors";

/** Why nobody is signed in: an error of ours, or what went wrong at the other service. */
export type SignInProblem = { code: ErrorCode; params: ErrorParams } | { oidc: "denied" | "failed" };

/** Reads the `error` of an address: our own code, with minutes where it has them, or one of next-auth's words. */
export const parseSignInProblem = (value: string | null | undefined): SignInProblem | null => {
  if (!value) return null;
  const [code = "", minutes = ""] = value.split(":");
  if (code === "internal") return { code, params: { requestId: "–" } };
  if (isErrorCode(code)) return { code, params: /^\d{1,3}$/.test(minutes) ? { minutes: Number(minutes) } : {} };
  return { oidc: value === "AccessDenied" ? "denied" : "failed" };
};

const post = async (path: string, fields: Record<string, string>): Promise<URL> => {
  const answer = await fetch("/api/auth/csrf");
  const { csrfToken }: { csrfToken: string } = await answer.json();
  const response = await fetch(path, {
    body: new URLSearchParams({ ...fields, csrfToken, json: "true" }),
    method: "POST",
  });
  const { url }: { url: string } = await response.json();
  return new URL(url, location.origin);
};

/** Signs in with a password; returns what stood in the way, or null. */
export const signIn = async (given: { email: string; password: string }): Promise<SignInProblem | null> => {
  const url = await post("/api/auth/callback/credentials", { ...given, callbackUrl: "/" });
  return parseSignInProblem(url.searchParams.get("error"));
};

/** Goes to the other service, which sends the person back to `callbackUrl`. */
export const signInByProvider = async (callbackUrl: string): Promise<void> => {
  location.assign(await post("/api/auth/signin/oidc", { callbackUrl }));
};
