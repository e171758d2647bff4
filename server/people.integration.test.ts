import { afterAll, describe, expect, it } from "vitest";
import { openPanel } from "@/test/panel";

const panel = await openPanel();
const people = await import("./people");
const tenants = await import("./db/tenants");
const { verifyPassword } = await import("./auth/password");
const { findLiveSession } = await import("./db/sessions");
const { recordActivity } = await import("./db/activity");
afterAll(panel.close);

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "ok",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );
const isLive = async (sessionId: string) => (await findLiveSession(sessionId)) !== null;
const storedHash = async (id: string) => {
  const { rows } = await panel.database.query("select password_hash from users where id = $1", [id]);
  return rows[0]?.password_hash ?? null;
};

describe("the first run", () => {
  it("makes one admin, however many ask at once, and none later", async () => {
    await panel.database.query("delete from users");
    const ask = (n: number) =>
      people.setUpAdmin({ email: `admin${n}@example.org`, locale: "de", name: "A", password: "twelve signs!" });
    const codes = await Promise.all(Array.from({ length: 8 }, (_, n) => codeOf(ask(n))));
    expect(codes.filter((code) => code === "ok")).toHaveLength(1);
    expect(codes.filter((code) => code === "setupDone")).toHaveLength(7);
    const { rows } = await panel.database.query("select is_admin, locale from users");
    expect(rows).toEqual([{ is_admin: true, locale: "de" }]);
    expect(await codeOf(ask(9))).toBe("setupDone");
  });
});

describe("people", () => {
  it("get a password that is shown once and kept as a hash only", async () => {
    const tenantId = await panel.addTenant();
    const added = await people.addPerson({
      email: "olga@example.org",
      isAdmin: false,
      memberships: [{ role: "operator", tenantId }],
      name: "Olga",
      password: null,
    });
    expect(await verifyPassword(added.password ?? "", await storedHash(added.id))).toBe(true);
    const again = { email: "olga@example.org", isAdmin: false, memberships: [], name: "O", password: null };
    expect(await codeOf(people.addPerson(again))).toBe("emailTaken");
  });

  it("get no role in a tenant that is not there, or two in one", async () => {
    const tenantId = await panel.addTenant();
    const add = (memberships: { role: "owner"; tenantId: string }[]) =>
      people.addPerson({ email: "x@example.org", isAdmin: false, memberships, name: "X", password: null });
    expect(await codeOf(add([{ role: "owner", tenantId: "01a1f84a-25c8-7087-a209-b205395e3393" }]))).toBe("notFound");
    expect(
      await codeOf(
        add([
          { role: "owner", tenantId },
          { role: "owner", tenantId },
        ]),
      ),
    ).toBe("notFound");
  });

  it("lose all sessions with a new password, by being disabled, and by an admin's word", async () => {
    for (const end of [people.resetPassword, people.endSessionsOf]) {
      const person = await panel.addPerson();
      const second = await panel.openSession(person.id);
      await end(person.id);
      expect([await isLive(person.sessionId), await isLive(second.sessionId)]).toEqual([false, false]);
    }
    const person = await panel.addPerson();
    const actorId = (await panel.addPerson({ isAdmin: true })).id;
    await people.changeDisabled({ actorId, id: person.id, isDisabled: true });
    await people.changeDisabled({ actorId, id: person.id, isDisabled: false });
    expect(await isLive(person.sessionId)).toBe(false);
  });

  it("change their own password only by the old one, and keep the session in use", async () => {
    const { hashPassword } = await import("./auth/password");
    const person = await panel.addPerson({ passwordHash: await hashPassword("correct horse battery") });
    const other = await panel.openSession(person.id);
    const change = (current: string) =>
      people.changeOwnPassword({
        current,
        next: "another horse battery",
        sessionId: person.sessionId,
        userId: person.id,
      });
    expect(await codeOf(change("wrong"))).toBe("inputInvalid");
    expect(await isLive(other.sessionId)).toBe(true);
    await change("correct horse battery");
    expect([await isLive(person.sessionId), await isLive(other.sessionId)]).toEqual([true, false]);
    for (let n = 0; n < 10; n += 1) await codeOf(change("wrong"));
    expect(await codeOf(change("another horse battery"))).toBe("tooManyAttempts");
  });

  it("end their own sessions, never somebody else's", async () => {
    const [me, other] = [await panel.addPerson(), await panel.addPerson()];
    await people.endOwnSessions({ sessionId: me.sessionId, userId: me.id, which: other.sessionId });
    expect(await isLive(other.sessionId)).toBe(true);
    const second = await panel.openSession(me.id);
    expect(await people.endOwnSessions({ sessionId: me.sessionId, userId: me.id, which: "others" })).toBe(1);
    expect([await isLive(me.sessionId), await isLive(second.sessionId)]).toEqual([true, false]);
  });
});

describe("the last admin", () => {
  const rights = { isAdmin: false, memberships: [] };

  it("cannot be taken away, and nobody locks themselves out", async () => {
    await panel.database.query("update users set is_admin = false");
    const [one, two] = [await panel.addPerson({ isAdmin: true }), await panel.addPerson({ isAdmin: true })];
    expect(await codeOf(people.changeRights({ actorId: one.id, id: one.id, ...rights }))).toBe("selfLockout");
    expect(await codeOf(people.changeDisabled({ actorId: one.id, id: one.id, isDisabled: true }))).toBe("selfLockout");
    expect(await codeOf(people.changeRights({ actorId: one.id, id: two.id, ...rights }))).toBe("ok");
    expect(await codeOf(people.changeRights({ actorId: two.id, id: one.id, ...rights }))).toBe("selfLockout");
    expect(await codeOf(people.changeDisabled({ actorId: two.id, id: one.id, isDisabled: true }))).toBe("selfLockout");
  });

  it("stays when two admins take each other away at once", async () => {
    await panel.database.query("update users set is_admin = false");
    const [one, two] = [await panel.addPerson({ isAdmin: true }), await panel.addPerson({ isAdmin: true })];
    const codes = await Promise.all([
      codeOf(people.changeRights({ actorId: one.id, id: two.id, ...rights })),
      codeOf(people.changeDisabled({ actorId: two.id, id: one.id, isDisabled: true })),
    ]);
    expect(codes.toSorted()).toEqual(["ok", "selfLockout"]);
  });
});

describe("a tenant", () => {
  it("has a name of its own", async () => {
    const id = await tenants.createTenant("Nordlicht");
    expect(await codeOf(tenants.createTenant("Nordlicht"))).toBe("nameTaken");
    const other = await tenants.createTenant("Südwind");
    expect(await codeOf(tenants.renameTenant(other, "Nordlicht"))).toBe("nameTaken");
    expect(await codeOf(tenants.renameTenant("01a1f84a-25c8-7087-a209-b205395e3393", "X"))).toBe("notFound");
    await tenants.renameTenant(id, "Nordlicht Hosting");
    expect((await tenants.findTenant(id))?.name).toBe("Nordlicht Hosting");
  });

  it("goes only when nobody and nothing is in it, and its log stays", async () => {
    const id = await panel.addTenant();
    const person = await panel.addPerson({ memberships: [{ role: "owner", tenantId: id }] });
    expect(await codeOf(tenants.deleteTenant(id))).toBe("tenantNotEmpty");
    await recordActivity({
      actorId: person.id,
      actorName: "Nora",
      address: null,
      details: {},
      event: "snapshot.create",
      outcome: "ok",
      requestId: "kept",
      serverId: null,
      tenantId: id,
    });
    await people.changeRights({ actorId: person.id, id: person.id, isAdmin: false, memberships: [] });
    await tenants.deleteTenant(id);
    expect(await tenants.findTenant(id)).toBeNull();
    const { rows } = await panel.database.query("select tenant_id from activities where request_id = 'kept'");
    expect(rows).toEqual([{ tenant_id: null }]);
  });
});
