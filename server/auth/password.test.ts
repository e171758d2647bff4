import { describe, expect, it } from "vitest";
import { generatePassword, hashPassword, verifyPassword } from "./password";

describe("a password", () => {
  it("fits its own hash only, and is salted", async () => {
    const [one, two] = await Promise.all([
      hashPassword("correct horse battery"),
      hashPassword("correct horse battery"),
    ]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword("correct horse battery", one)).toBe(true);
    expect(await verifyPassword("correct horse Battery", one)).toBe(false);
  });
  it("fits however the keyboard composed its umlauts", async () => {
    const hash = await hashPassword("schöne grüße überall");
    expect(await verifyPassword("schöne grüße überall".normalize("NFD"), hash)).toBe(true);
  });
  it("verifies a string that another implementation made", async () => {
    // argon2 reference: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
    const stored = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    expect(await verifyPassword("password", stored)).toBe(true);
  });
  it("never fits nobody or something that is no hash", async () => {
    expect(await verifyPassword("", null)).toBe(false);
    expect(await verifyPassword("x", "$2b$10$abc")).toBe(false);
  });
  it("is refused when short", async () => {
    await expect(hashPassword("elevensigns")).rejects.toMatchObject({ code: "passwordTooShort", params: { min: 12 } });
  });
  it("does the same work for a stranger as for a person", async () => {
    const hash = await hashPassword("correct horse battery");
    const time = async (stored: string | null) => {
      const started = performance.now();
      await verifyPassword("wrong horse battery", stored);
      return performance.now() - started;
    };
    const times = { known: [] as number[], stranger: [] as number[] };
    for (let round = 0; round < 5; round += 1) {
      times.known.push(await time(hash));
      times.stranger.push(await time(null));
    }
    const best = (values: number[]) => Math.min(...values);
    expect(best(times.stranger)).toBeGreaterThan(best(times.known) / 3);
  });
  it("waits in line when many come at once, and a flood is turned away", async () => {
    const hash = await hashPassword("correct horse battery");
    const results = await Promise.allSettled(Array.from({ length: 70 }, () => verifyPassword("wrong", hash)));
    const refused = results.filter((result) => result.status === "rejected");
    expect(refused.length).toBe(70 - 2 - 50);
    expect(refused[0]).toMatchObject({ reason: { code: "tooManyAttempts" } });
  });
  it("can be made up, each time another", () => {
    expect(generatePassword()).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    expect(new Set(Array.from({ length: 50 }, generatePassword)).size).toBe(50);
  });
});
