import "server-only";
import { newId } from "@/lib/ids";
import type { TenantRole } from "@/lib/permissions";
import { notify } from "../events";
import { db } from "./client";
import { inTransaction, type Tx } from "./transaction";

const touchEveryMs = 60_000;

const live = (now: Date) => ({ expiresAt: { gt: now }, revokedAt: null });

type LiveSession = {
  id: string;
  lastSeenAt: Date;
  userId: string;
  email: string;
  name: string;
  isAdmin: boolean;
  locale: string | null;
  theme: string | null;
  timeZone: string | null;
  memberships: { tenantId: string; tenantName: string; role: TenantRole }[];
};

/**
 * A session that counts, with its person and their tenants by name; null when it was ended, has run out, or the person
 * is disabled. Each request asks for it, so it is one statement.
 */
export const findLiveSession = async (id: string): Promise<LiveSession | null> => {
  const [session] = await db().$queryRaw<LiveSession[]>`
    select s.id, s.last_seen_at as "lastSeenAt", u.id as "userId", u.email, u.name, u.is_admin as "isAdmin",
           u.locale, u.theme, u.time_zone as "timeZone",
           coalesce((select json_agg(json_build_object('tenantId', t.id, 'tenantName', t.name, 'role', m.role)
                                     order by t.name)
                       from memberships m join tenants t on t.id = m.tenant_id where m.user_id = u.id), '[]') as memberships
      from sessions s join users u on u.id = s.user_id
     where s.id = ${id}::uuid and s.revoked_at is null and s.expires_at > ${new Date()} and u.disabled_at is null`;
  return session ?? null;
};

/** Notes that the session is in use, at most once a minute, so that a page of many reads writes once. */
export const touchSession = async (session: { id: string; lastSeenAt: Date }): Promise<void> => {
  const before = new Date(Date.now() - touchEveryMs);
  if (session.lastSeenAt > before) return;
  await db().session.updateMany({
    data: { lastSeenAt: new Date() },
    where: { id: session.id, lastSeenAt: { lte: before } },
  });
};

type NewSession = { userId: string; address: string | null; agent: string | null; expiresAt: Date };

export const openSession = async (session: NewSession): Promise<string> => {
  const { id } = await db().session.create({ data: { id: newId(), ...session }, select: { id: true } });
  return id;
};

export const listSessionsOf = (userId: string) =>
  db().session.findMany({
    orderBy: { lastSeenAt: "desc" },
    select: { address: true, agent: true, createdAt: true, id: true, lastSeenAt: true },
    take: 100,
    where: { userId, ...live(new Date()) },
  });

type Ended = { userId: string; sessionId?: string; exceptSessionId?: string };

/** Ends sessions of one person: one of them, all, or all but one. Their live streams close at once. */
export const revokeSessions = async (tx: Tx, { userId, sessionId, exceptSessionId }: Ended): Promise<number> => {
  const { count } = await tx.session.updateMany({
    data: { revokedAt: new Date() },
    where: { id: sessionId ?? (exceptSessionId ? { not: exceptSessionId } : undefined), revokedAt: null, userId },
  });
  await notify(tx, { kind: "session.revoked", tenantId: null, userId });
  return count;
};

/** Ends the session that a person signs out of; tells whose it was. */
export const endSession = (sessionId: string): Promise<{ id: string; name: string } | null> =>
  inTransaction(async (tx) => {
    const session = await tx.session.findUnique({
      select: { user: { select: { id: true, name: true } } },
      where: { id: sessionId },
    });
    if (!session) return null;
    await revokeSessions(tx, { sessionId, userId: session.user.id });
    return session.user;
  });
