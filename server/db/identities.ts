import "server-only";
import { newId } from "@/lib/ids";
import { db } from "./client";
import { isUniqueViolation } from "./errors";

type Subject = { issuer: string; subject: string };

/** The person whom a provider's account was linked to, also a disabled one. */
export const findPersonByIdentity = async ({ issuer, subject }: Subject) => {
  const identity = await db().identity.findUnique({
    select: { user: { select: { disabledAt: true, id: true, name: true } } },
    where: { issuer_subject: { issuer, subject } },
  });
  return identity?.user ?? null;
};

/** A person by their e-mail address, with how many accounts of that provider they already have. */
export const findPersonToLink = async (email: string, issuer: string) =>
  db().user.findUnique({
    select: { disabledAt: true, id: true, identities: { select: { id: true }, where: { issuer } }, name: true },
    where: { email },
  });

/** Links an account to a person; false when the account was linked in the meantime. */
export const linkIdentity = async (userId: string, { issuer, subject }: Subject): Promise<boolean> => {
  try {
    await db().identity.create({ data: { id: newId(), issuer, subject, userId }, select: { id: true } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
};
