import "server-only";
import { AppError } from "@/lib/errors";

const hostOf = (address: string): string | null => (URL.canParse(address) ? new URL(address).host : null);

/**
 * For handlers that change something without being server actions (Next checks those itself): a page of another
 * site could send the request with the person's cookie. Browsers say where it comes from; who does not is refused.
 */
export const isSameOrigin = (headers: Pick<Headers, "get">, publicUrl: string): boolean => {
  const site = headers.get("sec-fetch-site");
  if (site) return site === "same-origin";
  // Without TLS browsers leave that header out, but never this one.
  const origin = hostOf(headers.get("origin") ?? "");
  return origin !== null && (origin === headers.get("host") || origin === hostOf(publicUrl));
};

/** Throws AppError "forbidden". */
export const requireSameOrigin = (headers: Pick<Headers, "get">, publicUrl: string): void => {
  if (!isSameOrigin(headers, publicUrl)) throw new AppError("forbidden");
};
