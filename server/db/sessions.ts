import "server-only";
import { newId } from "@/lib/ids";
import { notify } from "../events";
import { db } from "./client";
import { inTransaction, type Tx } from "./transaction";

const touchEveryMs = 60_000;

const live = (now: Date) => ({ expiresAt: { gt: now }, revokedAt: null });

/** A session that counts, with its person; null when it was ended, has run out, or the person is disabled. */
export const findLiveSession = (id: string) =>
  db().session.findFirst({
    select: {
      id: true,
      lastSeenAt: true,
      user: {
        select: {
          email: true,
          id: true,
          isAdmin: true,
          locale: true,
          memberships: {
            orderBy: { tenant: { name: "asc" } },
            select: { role: true, tenant: { select: { name: true } }, tenantId: true },
          },
          name: true,
          theme: true,
          timeZone: true,
        },
      },
    },
    where: { id, ...live(new Date()), user: { disabledAt: null } },
  });

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
