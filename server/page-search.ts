import "server-only";
import { headers } from "next/headers";

/** The search part of the address of the page being rendered, for layouts: Next gives it to pages alone. Set in proxy.ts. */
export const getPageSearch = async (): Promise<URLSearchParams> =>
  new URLSearchParams((await headers()).get("x-search") ?? "");
