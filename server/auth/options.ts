import "server-only";
import { headers } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import { passwordLength } from "@/lib/password-length";
import { endSession, openSession } from "../db/sessions";
import { env, sessionSecret } from "../env";
import { log } from "../log";
import { addressOf, agentOf } from "../request";
import { findPersonOfOidc, oidcId, oidcProvider } from "./oidc";
import { checkCredentials, recordSignIn } from "./sign-in";

/** A session ends after a week at the latest, however much it is used. */
const lifetimeSeconds = 7 * 24 * 3600;

const credentials = z.object({
  email: z.string().trim().toLowerCase().min(3).max(254),
  password: z.string().min(1).max(passwordLength.max),
});

/** next-auth hands only a message on to the form, so the code travels in it, with minutes where it has them. */
const messageOf = (error: unknown): string => {
  if (error instanceof AppError) {
    return error.code === "tooManyAttempts" ? `${error.code}:${error.params.minutes}` : error.code;
  }
  log.error({ err: error }, "sign-in failed");
  return "internal";
};

const authorize = async (raw: unknown) => {
  try {
    const parsed = credentials.safeParse(raw);
    if (!parsed.success) throw new AppError("invalidCredentials");
    const person = await checkCredentials({ ...parsed.data, address: addressOf(await headers()) });
    return { id: person.id };
  } catch (error) {
    throw new Error(messageOf(error));
  }
};

const openSessionFor = async (userId: string) => {
  const from = await headers();
  return openSession({
    address: addressOf(from),
    agent: agentOf(from),
    expiresAt: new Date(Date.now() + lifetimeSeconds * 1000),
    userId,
  });
};

/** Made at each request, so that a build needs no secret. */
export const authOptions = (): NextAuthOptions => {
  const oidc = oidcProvider();
  return {
    callbacks: {
      // Runs at sign-in (with `user`) and whenever the cookie is renewed; only sign-in makes a session.
      jwt: async ({ token, user, account, profile }) => {
        if (!user) return token;
        const person = account?.provider === oidcId ? await findPersonOfOidc(profile) : { id: user.id };
        if (!person) throw new AppError("forbidden");
        return { sid: await openSessionFor(person.id), sub: person.id };
      },
      signIn: async ({ account, profile }) => {
        if (account?.provider !== oidcId) return true;
        const person = await findPersonOfOidc(profile);
        const address = addressOf(await headers());
        if (person) await recordSignIn({ address, outcome: "ok", person });
        else log.warn({ address }, "sign-in by the provider refused: nobody here has that account");
        return person !== null;
      },
    },
    events: {
      signOut: async ({ token }) => {
        const person = typeof token?.sid === "string" ? await endSession(token.sid) : null;
        if (!person) return;
        await recordSignIn({ address: addressOf(await headers()), event: "self.signOut", outcome: "ok", person });
      },
    },
    logger: {
      debug: () => undefined,
      error: (code, metadata) =>
        log.error({ code, err: metadata instanceof Error ? metadata : metadata.error }, "next-auth"),
      warn: (code) => log.warn({ code }, "next-auth"),
    },
    pages: { error: "/sign-in", signIn: "/sign-in", signOut: "/sign-in" },
    providers: [
      Credentials({ authorize, credentials: { email: {}, password: {} }, id: "credentials" }),
      ...(oidc ? [oidc] : []),
    ],
    secret: sessionSecret(),
    session: { maxAge: lifetimeSeconds, strategy: "jwt" },
    useSecureCookies: env().secureCookies,
  };
};
