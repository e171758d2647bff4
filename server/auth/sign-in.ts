import "server-only";
import { AppError } from "@/lib/errors";
import { recordActivity } from "../db/activity";
import { findPersonForSignIn } from "../db/people";
import { countSignIn, forgiveSignIn } from "../db/rate-limits";
import { log, logContext } from "../log";
import { verifyPassword } from "./password";

export type Credentials = { email: string; password: string; address: string | null };
export type SignedIn = { id: string; name: string };

type Entry = { person: SignedIn; address: string | null; outcome: string; event?: "self.signIn" | "self.signOut" };

export const recordSignIn = ({ person, address, outcome, event = "self.signIn" }: Entry): Promise<void> =>
  recordActivity({
    actorId: person.id,
    actorName: person.name,
    address,
    details: {},
    event,
    outcome,
    requestId: logContext().requestId ?? null,
    serverId: null,
    tenantId: null,
  });

/**
 * The person whom these credentials belong to. Throws `invalidCredentials`, alike and after the same work for a
 * wrong password, an unknown address and a disabled person, and `tooManyAttempts`.
 */
export const checkCredentials = async ({ email, password, address }: Credentials): Promise<SignedIn> => {
  await countSignIn({ address, email });
  const person = await findPersonForSignIn(email);
  const fits = await verifyPassword(password, person?.passwordHash ?? null);
  if (person && fits && !person.disabledAt) {
    await forgiveSignIn({ address, email });
    await recordSignIn({ address, outcome: "ok", person });
    return { id: person.id, name: person.name };
  }
  log.warn({ address, isKnown: person !== null }, "sign-in refused");
  if (person) await recordSignIn({ address, outcome: "invalidCredentials", person });
  throw new AppError("invalidCredentials");
};
