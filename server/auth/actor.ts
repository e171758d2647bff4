import "server-only";
import { cookies, headers } from "next/headers";
import { decode } from "next-auth/jwt";
import { cache } from "react";
import { isLocale, type Locale } from "@/i18n/locale";
import type { TenantRole } from "@/lib/permissions";
import { isTheme, type Theme } from "@/lib/theme";
import { findLiveSession, touchSession } from "../db/sessions";
import { env, sessionSecret } from "../env";
import { addressOf } from "../request";
import { sessionCookie } from "./cookie";

export type ActorMembership = { tenantId: string; tenantName: string; role: TenantRole };

/** The person who asks, as the database knows them at this moment. */
export type Actor = {
  id: string;
  name: string;
  email: string;
  isAdmin: boolean;
  sessionId: string;
  memberships: readonly ActorMembership[];
  locale: Locale | null;
  timeZone: string | null;
  theme: Theme | null;
  address: string | null;
};

/** The actor of a session that is still live; for streams that outlast the request that opened them. */
export const findActorOfSession = async (sessionId: string, address: string | null): Promise<Actor | null> => {
  const session = await findLiveSession(sessionId);
  if (!session) return null;
  await touchSession(session);
  const { id, userId, lastSeenAt: _, locale, theme, ...person } = session;
  return {
    ...person,
    address,
    id: userId,
    locale: isLocale(locale) ? locale : null,
    sessionId: id,
    theme: isTheme(theme) ? theme : null,
  };
};

const sessionIdOf = async (cookie: string | undefined): Promise<string | null> => {
  if (!cookie) return null;
  // A cookie that was tampered with, or is from before a new secret, is no session; it is not an error.
  const token = await decode({ secret: sessionSecret(), token: cookie }).catch(() => null);
  return typeof token?.sid === "string" ? token.sid : null;
};

/**
 * Who asks, or null for a stranger. The cookie only names a session; its row decides, so a session that
 * was ended is over with the next request. Read once a request.
 */
export const findActor = cache(async (): Promise<Actor | null> => {
  const jar = await cookies();
  const cookie = jar.getAll().find(({ name }) => name === sessionCookie(env().secureCookies))?.value;
  const sessionId = await sessionIdOf(cookie);
  return sessionId ? findActorOfSession(sessionId, addressOf(await headers())) : null;
});
