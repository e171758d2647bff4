import { createHash, randomBytes } from "node:crypto";
import type { OidcServer } from "./oidc-server";

/** A browser without a screen: keeps cookies, follows redirects on the provider, and stops where we are called back. */
const makeBrowser = (stopAt: string) => {
  const jar = new Map<string, string>();
  const go = async (address: string, init: RequestInit = {}): Promise<{ url: string; html: string }> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(address, { ...init, headers: { cookie }, redirect: "manual" });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      const at = pair.indexOf("=");
      jar.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const location = response.headers.get("location");
    if (!location) return { html: await response.text(), url: address };
    const next = new URL(location, address).href;
    return next.startsWith(stopAt) ? { html: "", url: next } : go(next);
  };
  return go;
};

const formOf = (html: string, address: string) => {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
  const prompt = /name="prompt"[^>]*value="([^"]+)"/.exec(html)?.[1];
  if (!action || !prompt) throw new Error(`no form at ${address}`);
  return { action: new URL(action, address).href, prompt };
};

/** Signs a person in at the provider as a browser would, and returns what it then says of them to us. */
export const claimsOf = async (server: OidcServer, login: string, redirectUri: string): Promise<unknown> => {
  const verifier = randomBytes(32).toString("base64url");
  const go = makeBrowser(redirectUri);
  const query = new URLSearchParams({
    client_id: server.clientId,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    nonce: "n",
    redirect_uri: redirectUri,
    response_type: "code",
    scope: "openid email profile",
    state: "s",
  });
  let page = await go(`${server.issuer}/auth?${query}`);
  // First the sign-in, then the consent.
  while (!page.url.startsWith(redirectUri)) {
    const { action, prompt } = formOf(page.html, page.url);
    page = await go(action, { body: new URLSearchParams({ login, password: "any", prompt }), method: "POST" });
  }
  const code = new URL(page.url).searchParams.get("code") ?? "";
  const tokens = await fetch(`${server.issuer}/token`, {
    body: new URLSearchParams({
      code,
      code_verifier: verifier,
      grant_type: "authorization_code",
      redirect_uri: redirectUri,
    }),
    headers: { authorization: `Basic ${btoa(`${server.clientId}:${server.clientSecret}`)}` },
    method: "POST",
  });
  const { access_token: token }: { access_token: string } = await tokens.json();
  const info = await fetch(`${server.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
  return info.json();
};
