import "server-only";
import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { findPersonByIdentity, findPersonToLink, linkIdentity } from "../db/identities";
import { env } from "../env";
import { log } from "../log";
import type { SignedIn } from "./sign-in";

export const oidcId = "oidc";

const claims = z.object({
  email: z.string().optional(),
  // Some providers send the word instead of the value.
  email_verified: z.union([z.boolean(), z.stringbool()]).optional(),
  sub: z.string().min(1),
});

export type OidcClaims = z.infer<typeof claims>;

/** The provider named by the environment, or null. Only the code flow, with PKCE, state and nonce. */
export const oidcProvider = (): OAuthConfig<OidcClaims> | null => {
  const { oidc } = env();
  if (!oidc) return null;
  return {
    authorization: { params: { scope: "openid email profile" } },
    checks: ["pkce", "state", "nonce"],
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    id: oidcId,
    idToken: true,
    name: oidc.name,
    profile: ({ sub, email }) => ({ email, id: sub }),
    type: "oauth",
    userinfo: {
      // Many providers keep the e-mail address out of the id token. What is signed counts more than what is fetched.
      request: async ({ client, tokens }) => {
        const { access_token: accessToken } = tokens;
        const signed = "claims" in tokens && typeof tokens.claims === "function" ? claims.parse(tokens.claims()) : null;
        if (!signed || !accessToken) throw new Error("the provider sent no id token or no access token");
        const fetched = await client.userinfo(accessToken);
        // Otherwise somebody's token could fetch somebody else's address (OpenID Connect Core, 5.3.2).
        if (fetched.sub !== signed.sub) throw new Error("id token and user info name different subjects");
        return { ...fetched, ...signed };
      },
    },
    wellKnown: `${oidc.issuer}/.well-known/openid-configuration`,
  };
};

/**
 * The person of a provider's account, or null: nobody gets in who is not known here. An account is linked at
 * its first sign-in to the person with the same e-mail address, if the provider has verified that; a person
 * who already has an account there gets no second one, since an address can pass on to somebody else.
 */
export const findPersonOfOidc = async (raw: unknown): Promise<SignedIn | null> => {
  const issuer = env().oidc?.issuer;
  const parsed = claims.safeParse(raw);
  if (!issuer || !parsed.success) return null;
  const { sub: subject, email, email_verified: isVerified } = parsed.data;
  const linked = await findPersonByIdentity({ issuer, subject });
  if (linked) return linked.disabledAt ? null : { id: linked.id, name: linked.name };
  if (!email || isVerified !== true) return null;
  const person = await findPersonToLink(email.trim().toLowerCase(), issuer);
  if (!person || person.disabledAt || person.identities.length > 0) return null;
  if (!(await linkIdentity(person.id, { issuer, subject }))) return null;
  log.info({ issuer, userId: person.id }, "account linked");
  return { id: person.id, name: person.name };
};
