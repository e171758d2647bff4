import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";

/** proxy.ts says here which page was asked for; server components cannot see it otherwise. */
export const pathHeader = "x-stillpoint-path";

/** Leads someone whose session is over to the sign-in, and from there back to the page they asked for. */
export const signInAgain = async (): Promise<never> => {
  const params = new URLSearchParams({ error: "sessionExpired" });
  const path = (await headers()).get(pathHeader);
  if (path && path !== "/") params.set("callbackUrl", path);
  return redirect(`/sign-in?${params}`);
};
