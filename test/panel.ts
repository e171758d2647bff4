import { randomBytes } from "node:crypto";
import { encode } from "next-auth/jwt";
import type { MembershipInput } from "@/server/db/people";
import { createTestDatabase } from "./database";

const secret = randomBytes(32).toString("base64url");

export type TestPerson = { id: string; email: string; sessionId: string; cookie: { name: string; value: string } };

type Wanted = { name?: string; isAdmin?: boolean; memberships?: MembershipInput[]; passwordHash?: string | null };

/**
 * A panel with a database of its own. It sets the environment, which is read once, so modules of `server/` are
 * imported after it: `const panel = await openPanel(); const { x } = await import("@/server/x");`
 */
export const openPanel = async () => {
  const database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  process.env.STILLPOINT_SECRET = secret;
  process.env.PUBLIC_URL = "http://localhost";
  process.env.STILLPOINT_ADDRESS_HEADER = "1";
  process.env.LOG_LEVEL = "silent";
  const [people, sessions, tenants, transaction, events] = await Promise.all([
    import("@/server/db/people"),
    import("@/server/db/sessions"),
    import("@/server/db/tenants"),
    import("@/server/db/transaction"),
    import("@/server/events"),
  ]);

  const openSession = async (userId: string) => {
    const expiresAt = new Date(Date.now() + 3_600_000);
    const sessionId = await sessions.openSession({ address: null, agent: null, expiresAt, userId });
    const value = await encode({ secret, token: { sid: sessionId, sub: userId } });
    return { cookie: { name: "next-auth.session-token", value }, sessionId };
  };

  const addPerson = async (wanted: Wanted = {}): Promise<TestPerson> => {
    const email = `${randomBytes(6).toString("hex")}@example.org`;
    const { isAdmin = false, memberships = [], name = "Nora", passwordHash = null } = wanted;
    const id = await people.createPerson({ email, isAdmin, memberships, name, passwordHash });
    return { email, id, ...(await openSession(id)) };
  };

  const addTenant = () => tenants.createTenant(`Tenant ${randomBytes(6).toString("hex")}`);

  const close = async () => {
    await events.events().close();
    await transaction.disconnect();
    await database.drop();
  };
  return { addPerson, addTenant, close, database, openSession };
};
