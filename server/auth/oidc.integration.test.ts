import { afterAll, describe, expect, it } from "vitest";
import { claimsOf } from "@/test/oidc-person";
import { startOidcServer } from "@/test/oidc-server";
import { openPanel } from "@/test/panel";

const redirectUri = "http://localhost/api/auth/callback/oidc";
const server = await startOidcServer({ redirectUris: [redirectUri] });
process.env.OIDC_ISSUER = server.issuer;
process.env.OIDC_CLIENT_ID = server.clientId;
process.env.OIDC_CLIENT_SECRET = server.clientSecret;
const panel = await openPanel();
const { findPersonOfOidc, oidcProvider } = await import("./oidc");
afterAll(async () => {
  await panel.close();
  await server.close();
});

const signIn = async (login: string) => findPersonOfOidc(await claimsOf(server, login, redirectUri));

describe("an account at an OpenID Connect provider", () => {
  it("belongs to the person with the same verified e-mail address, from then on by its own number", async () => {
    const person = await panel.addPerson();
    server.accounts.set("nora", { email: person.email.toUpperCase(), emailVerified: true });
    expect(await signIn("nora")).toMatchObject({ id: person.id });
    server.accounts.set("nora", { email: "new-name@example.org", emailVerified: true });
    expect(await signIn("nora")).toMatchObject({ id: person.id });
  });

  it("belongs to nobody when its address is not verified, or nobody has it here", async () => {
    const person = await panel.addPerson();
    server.accounts.set("mallory", { email: person.email, emailVerified: false });
    expect(await signIn("mallory")).toBeNull();
    server.accounts.set("mallory", { email: person.email });
    expect(await signIn("mallory")).toBeNull();
    server.accounts.set("stranger", {
      email: "stranger@example.org",
      emailVerified: true,
    });
    expect(await signIn("stranger")).toBeNull();
  });

  it("does not take over a person who already has one, when their address passed on to somebody else", async () => {
    const person = await panel.addPerson();
    server.accounts.set("first", { email: person.email, emailVerified: true });
    expect(await signIn("first")).toMatchObject({ id: person.id });
    server.accounts.set("second", { email: person.email, emailVerified: true });
    expect(await signIn("second")).toBeNull();
  });

  it("does not let a disabled person in", async () => {
    const person = await panel.addPerson();
    server.accounts.set("olga", { email: person.email, emailVerified: true });
    await panel.database.query("update users set disabled_at = now() where id = $1", [person.id]);
    expect(await signIn("olga")).toBeNull();
    await panel.database.query("update users set disabled_at = null where id = $1", [person.id]);
    expect(await signIn("olga")).toMatchObject({ id: person.id });
    await panel.database.query("update users set disabled_at = now() where id = $1", [person.id]);
    expect(await signIn("olga")).toBeNull();
  });

  it("is asked for with PKCE, state and nonce", () => {
    expect(oidcProvider()).toMatchObject({ checks: ["pkce", "state", "nonce"], idToken: true });
  });
});
