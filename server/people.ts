import "server-only";
import { AppError } from "@/lib/errors";
import { generatePassword, hashPassword, verifyPassword } from "./auth/password";
import { recordActivity } from "./db/activity";
import { isMissingRow, isUniqueViolation } from "./db/errors";
import {
  countOtherAdmins,
  createFirstPerson,
  createPerson,
  findPerson,
  type MembershipInput,
  setDisabled,
  setPasswordHash,
  setRights,
  updatePerson,
} from "./db/people";
import { countSignIn, forgiveSignIn } from "./db/rate-limits";
import { revokeSessions } from "./db/sessions";
import { countTenants } from "./db/tenants";
import { inTransaction, type Tx } from "./db/transaction";
import { InputError } from "./failure";
import { logContext } from "./log";

export type Rights = { isAdmin: boolean; memberships: readonly MembershipInput[] };

/** The person, or `notFound`. */
export const getPerson = async (id: string) => {
  const person = await findPerson(id);
  if (!person) throw new AppError("notFound");
  return person;
};

const requireTenants = async (memberships: readonly MembershipInput[]) => {
  const ids = [...new Set(memberships.map(({ tenantId }) => tenantId))];
  if (ids.length !== memberships.length || (await countTenants(ids)) !== ids.length) throw new AppError("notFound");
};

/** Nobody takes away their own admin rights or access, and the last admin who can sign in stays. */
const requireAnotherAdmin = async (tx: Tx, actorId: string, userId: string) => {
  if (actorId === userId || (await countOtherAdmins(tx, userId)) === 0) throw new AppError("selfLockout");
};

type NewPerson = Rights & { email: string; name: string; password: string | null };

/** Adds a person. Without a given password one is made, which is returned this once and kept nowhere. */
export const addPerson = async ({
  password,
  ...person
}: NewPerson): Promise<{ id: string; password: string | null }> => {
  await requireTenants(person.memberships);
  const generated = password ? null : generatePassword();
  const id = await createPerson({ ...person, passwordHash: await hashPassword(password ?? generated ?? "") });
  return { id, password: generated };
};

/** The first admin of an empty panel; throws `setupDone` when there is anybody. */
export const setUpAdmin = async (person: { email: string; name: string; password: string; locale: string }) => {
  const { password, ...rest } = person;
  const passwordHash = await hashPassword(password);
  const id = await createFirstPerson({ ...rest, isAdmin: true, memberships: [], passwordHash });
  if (!id) throw new AppError("setupDone");
  await recordActivity({
    actorId: id,
    actorName: rest.name,
    address: null,
    details: { person: rest.name },
    event: "setup.createAdmin",
    outcome: "ok",
    requestId: logContext().requestId ?? null,
    serverId: null,
    tenantId: null,
  });
  return id;
};

type EditPerson = { actorId: string; id: string; name: string; email: string };

/** Changes name and address. A new address ends the sessions: it is what the person signs in with. */
export const editPerson = async ({ actorId, id, name, email }: EditPerson): Promise<void> => {
  const before = await getPerson(id);
  await inTransaction(async (tx) => {
    await updatePerson(tx, id, { email, name });
    if (before.email !== email && actorId !== id) await revokeSessions(tx, { userId: id });
  }).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw new AppError("emailTaken", { email }, { cause: error });
    throw isMissingRow(error) ? new AppError("notFound", {}, { cause: error }) : error;
  });
};

/** Gives a person these rights instead of those they had. They count from the person's next request. */
export const changeRights = async ({ actorId, id, ...rights }: Rights & { actorId: string; id: string }) => {
  await requireTenants(rights.memberships);
  const before = await getPerson(id);
  await inTransaction(async (tx) => {
    if (before.isAdmin && !rights.isAdmin) await requireAnotherAdmin(tx, actorId, id);
    await setRights(tx, id, rights);
  });
};

/** A new password, returned this once; all sessions of the person end. */
export const resetPassword = async (id: string): Promise<string> => {
  const password = generatePassword();
  const passwordHash = await hashPassword(password);
  await inTransaction(async (tx) => {
    await setPasswordHash(tx, id, passwordHash);
    await revokeSessions(tx, { userId: id });
  });
  return password;
};

/** Disabling ends all sessions and refuses new ones; enabling only lifts that. */
export const changeDisabled = async (given: { actorId: string; id: string; isDisabled: boolean }): Promise<void> => {
  const { actorId, id, isDisabled } = given;
  const before = await getPerson(id);
  await inTransaction(async (tx) => {
    if (isDisabled && actorId === id) throw new AppError("selfLockout");
    if (isDisabled && before.isAdmin) await requireAnotherAdmin(tx, actorId, id);
    await setDisabled(tx, id, isDisabled);
    if (isDisabled) await revokeSessions(tx, { userId: id });
  });
};

export const endSessionsOf = (userId: string): Promise<number> => inTransaction((tx) => revokeSessions(tx, { userId }));

/** One's own sessions: that one, or all but the one in use. */
export const endOwnSessions = (own: { userId: string; sessionId: string; which: string | "others" }): Promise<number> =>
  inTransaction((tx) =>
    revokeSessions(
      tx,
      own.which === "others"
        ? { exceptSessionId: own.sessionId, userId: own.userId }
        : { sessionId: own.which, userId: own.userId },
    ),
  );

type PasswordChange = { userId: string; sessionId: string; current: string; next: string };

/**
 * One's own password; the old one has to fit, and guesses at it count like failed sign-ins. All other sessions end.
 * Someone who came in by a provider alone has no old one, and none can be set here.
 */
export const changeOwnPassword = async ({ userId, sessionId, current, next }: PasswordChange): Promise<void> => {
  const { email, passwordHash } = await getPerson(userId);
  const attempt = { address: null, email };
  await countSignIn(attempt);
  if (!(await verifyPassword(current, passwordHash))) throw new InputError({ current: "invalid" });
  await forgiveSignIn(attempt);
  const nextHash = await hashPassword(next);
  await inTransaction(async (tx) => {
    await setPasswordHash(tx, userId, nextHash);
    await revokeSessions(tx, { exceptSessionId: sessionId, userId });
  });
};
