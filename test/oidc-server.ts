import { createServer } from "node:http";
import Provider from "oidc-provider";

export type OidcAccount = { email?: string; emailVerified?: boolean };

export type OidcServer = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Accounts by what is typed into the provider's sign-in form, which is their subject, too. */
  accounts: Map<string, OidcAccount>;
  close: () => Promise<void>;
};

type Options = {
  redirectUris: readonly string[] /** Whether the id token carries the e-mail address, too. */;
  emailInToken?: boolean;
};

const clientId = "stillpoint";
const clientSecret = "a-secret-for-tests-only";

/** A real OpenID Connect provider on a free loopback port, with its own sign-in and consent pages. */
export const startOidcServer = async ({ redirectUris, emailInToken = false }: Options): Promise<OidcServer> => {
  const accounts = new Map<string, OidcAccount>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = new Provider(issuer, {
    claims: { email: ["email", "email_verified"], openid: ["sub"], profile: ["name"] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        grant_types: ["authorization_code"],
        redirect_uris: [...redirectUris],
        response_types: ["code"],
      },
    ],
    conformIdTokenClaims: !emailInToken,
    cookies: { keys: ["only-for-tests"] },
    findAccount: (_, login) => {
      const account = accounts.get(login);
      if (!account) return undefined;
      const { email, emailVerified } = account;
      return { accountId: login, claims: async () => ({ email, email_verified: emailVerified, sub: login }) };
    },
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  return {
    accounts,
    clientId,
    clientSecret,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
    issuer,
  };
};
