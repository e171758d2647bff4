import "server-only";
import { addressHeader, clientAddress } from "./auth/address";
import { env } from "./env";

type HeaderReader = { get: (name: string) => string | null };

/** Where a request comes from, as far as that can be believed; null when it cannot. */
export const addressOf = (headers: HeaderReader): string | null => {
  const { addressHeader: isSetByUs, trustedProxies } = env();
  const socket = isSetByUs ? headers.get(addressHeader) : null;
  return clientAddress({ socket, forwarded: headers.get("x-forwarded-for") }, trustedProxies);
};

/** What the browser calls itself, short enough for a row. */
export const agentOf = (headers: HeaderReader): string | null => headers.get("user-agent")?.slice(0, 300) ?? null;
