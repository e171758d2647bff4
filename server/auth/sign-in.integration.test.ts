import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { openPanel } from "@/test/panel";

const panel = await openPanel();
const { hashPassword } = await import("./password");
const { checkCredentials } = await import("./sign-in");
const { signInLimits } = await import("../db/rate-limits");
afterAll(panel.close);

const password = "correct horse battery";
const { email, id } = await panel.addPerson({ passwordHash: await hashPassword(password) });
const address = "203.0.113.9";

const attempt = (given: { email?: string; password?: string; address?: string | null }) =>
  checkCredentials({ address, email, password, ...given });
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

beforeEach(() => panel.database.query("delete from rate_limits"));

describe("signing in", () => {
  it("finds the person by the right password only, and writes both down", async () => {
    expect(await attempt({})).toMatchObject({ id });
    expect(await codeOf(attempt({ password: "wrong" }))).toBe("invalidCredentials");
    const { rows } = await panel.database.query("select outcome from activities where actor_id = $1 order by at", [id]);
    expect(rows.map(({ outcome }) => outcome)).toEqual(["ok", "invalidCredentials"]);
  });

  it("refuses alike a stranger, someone disabled and someone without a password", async () => {
    const disabled = await panel.addPerson({ passwordHash: await hashPassword(password) });
    await panel.database.query("update users set disabled_at = now() where id = $1", [disabled.id]);
    const withoutPassword = await panel.addPerson();
    for (const who of ["nobody@example.org", disabled.email, withoutPassword.email]) {
      expect(await codeOf(attempt({ email: who }))).toBe("invalidCredentials");
    }
  });

  it("stops guesses at one account, whatever address they come from, and says for how long", async () => {
    for (let n = 0; n < signInLimits.account; n += 1) {
      expect(await codeOf(attempt({ address: `203.0.113.${n}`, password: "wrong" }))).toBe("invalidCredentials");
    }
    const refused = await attempt({ address: "198.51.100.1" }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "tooManyAttempts", params: { minutes: 15 } });
  });

  it("counts an unknown account like a known one", async () => {
    for (let n = 0; n < signInLimits.account; n += 1) await codeOf(attempt({ address: null, email: "no@example.org" }));
    expect(await codeOf(attempt({ address: null, email: "no@example.org" }))).toBe("tooManyAttempts");
  });

  it("counts guesses that come all at once", async () => {
    const codes = await Promise.all(Array.from({ length: 25 }, () => codeOf(attempt({ password: "wrong" }))));
    expect(codes.filter((code) => code === "invalidCredentials")).toHaveLength(signInLimits.account);
    expect(codes.filter((code) => code === "tooManyAttempts")).toHaveLength(25 - signInLimits.account);
  });

  it("stops guesses at many accounts from one address, and leaves other addresses alone", async () => {
    const guesses = Array.from({ length: signInLimits.address }, (_, n) => n);
    const { countSignIn } = await import("../db/rate-limits");
    for (const n of guesses) await countSignIn({ address, email: `p${n}@example.org` });
    expect(await codeOf(attempt({}))).toBe("tooManyAttempts");
    expect(await codeOf(attempt({ address: "198.51.100.1" }))).toBe("ok");
  });

  it("forgets the account's failures with a success", async () => {
    for (let n = 0; n < signInLimits.account - 1; n += 1) await codeOf(attempt({ password: "wrong" }));
    expect(await codeOf(attempt({}))).toBe("ok");
    expect(await codeOf(attempt({ password: "wrong" }))).toBe("invalidCredentials");
    expect(await codeOf(attempt({}))).toBe("ok");
  });

  it("begins anew when the time is over", async () => {
    for (let n = 0; n <= signInLimits.account; n += 1) await codeOf(attempt({ password: "wrong" }));
    await panel.database.query("update rate_limits set expire = now() - interval '1 s'");
    expect(await codeOf(attempt({}))).toBe("ok");
  });

  it("lets nobody in while the failures cannot be counted", async () => {
    await panel.database.query("alter table rate_limits rename to rate_limits_away");
    const refused = await codeOf(attempt({}));
    await panel.database.query("alter table rate_limits_away rename to rate_limits");
    expect(refused).not.toBe("ok");
  });

  it("keeps no address and no e-mail as text in the counters", async () => {
    await codeOf(attempt({ password: "wrong" }));
    const { rows } = await panel.database.query("select key from rate_limits");
    expect(rows).toHaveLength(2);
    for (const { key } of rows) expect(key).not.toMatch(/203\.0|example/);
  });
});
