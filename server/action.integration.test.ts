import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { TenantRole } from "@/lib/permissions";
import { nextHeaders, signInAs } from "@/test/next-headers";
import { openPanel } from "@/test/panel";

vi.mock("next/headers", () => nextHeaders);

const panel = await openPanel();
const { defineAction, definePublicAction } = await import("./action");
const { defineLoader } = await import("./loader");
const { defineRoute } = await import("./route");
afterAll(panel.close);

const tenantId = await panel.addTenant();
const otherId = await panel.addTenant();
const join = (role: TenantRole, id = tenantId) => panel.addPerson({ memberships: [{ role, tenantId: id }] });

const steps: string[] = [];
const action = defineAction({
  audit: "snapshot.create",
  input: z.object({ name: z.string().min(3), tenantId: z.uuid() }).transform((value) => {
    steps.push("input");
    return value;
  }),
  permission: "snapshot.create",
  run: async ({ input }) => {
    steps.push("run");
    if (input.name === "taken") throw new AppError("nameTaken", { name: input.name });
    if (input.name === "broken") throw new Error("a secret detail");
    return input.name;
  },
  details: ({ value }) => ({ snapshot: value }),
  scope: async ({ tenantId: id }) => {
    steps.push("scope");
    if (id === "00000000-0000-7000-8000-000000000000") throw new AppError("notFound");
    return { subject: { server: "web-01" }, tenantId: id };
  },
});

const rows = async () => {
  const { rows: found } = await panel.database.query(
    "select event, outcome, tenant_id, address, details, request_id, actor_id from activities order by at, id",
  );
  return found;
};

beforeEach(async () => {
  steps.length = 0;
  await panel.database.query("delete from activities");
});

describe("an action", () => {
  it("turns a stranger away before anything is read, and writes no line", async () => {
    signInAs(null);
    expect(await action({ name: "nightly", tenantId })).toMatchObject({ code: "sessionExpired", ok: false });
    expect(steps).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it("refuses someone without the right anywhere before it looks at the input", async () => {
    signInAs((await join("viewer")).cookie);
    // @ts-expect-error what a hand-made request may send
    expect(await action({ nonsense: true })).toMatchObject({ code: "forbidden", ok: false });
    expect(steps).toEqual([]);
    expect(await rows()).toMatchObject([{ outcome: "forbidden", tenant_id: null }]);
  });

  it("names the fields that are wrong, and looks up nothing", async () => {
    signInAs((await join("operator")).cookie);
    expect(await action({ name: "ab", tenantId: "" })).toEqual({
      code: "inputInvalid",
      fields: { name: "tooShort", tenantId: "required" },
      ok: false,
      params: {},
    });
    expect(steps).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it("checks, finds, runs and writes the line, in this order", async () => {
    const person = await join("operator");
    signInAs(person.cookie, { "x-stillpoint-address": "203.0.113.9" });
    expect(await action({ name: "nightly", tenantId })).toEqual({ ok: true, value: "nightly" });
    expect(steps).toEqual(["input", "scope", "run"]);
    expect(await rows()).toMatchObject([
      {
        actor_id: person.id,
        address: "203.0.113.9",
        details: { server: "web-01", snapshot: "nightly" },
        event: "snapshot.create",
        outcome: "ok",
        request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        tenant_id: tenantId,
      },
    ]);
  });

  it("answers another tenant's like one that is not there, does not run, and tells that tenant nothing", async () => {
    signInAs((await join("operator")).cookie);
    const theirs = await action({ name: "nightly", tenantId: otherId });
    const nobodys = await action({ name: "nightly", tenantId: "00000000-0000-7000-8000-000000000000" });
    expect(theirs).toEqual(nobodys);
    expect(theirs).toMatchObject({ code: "notFound" });
    expect(steps).not.toContain("run");
    expect(await rows()).toMatchObject([
      { outcome: "notFound", tenant_id: null },
      { outcome: "notFound", tenant_id: null },
    ]);
  });

  it("refuses a member whose right is in another tenant", async () => {
    const person = await panel.addPerson({
      memberships: [
        { role: "viewer", tenantId },
        { role: "owner", tenantId: otherId },
      ],
    });
    signInAs(person.cookie);
    expect(await action({ name: "nightly", tenantId })).toMatchObject({ code: "forbidden" });
    expect(steps).not.toContain("run");
    expect(await rows()).toMatchObject([{ outcome: "forbidden", tenant_id: tenantId }]);
  });

  it("writes down what the domain refused", async () => {
    signInAs((await join("owner")).cookie);
    expect(await action({ name: "taken", tenantId })).toEqual({
      code: "nameTaken",
      ok: false,
      params: { name: "taken" },
    });
    expect(await rows()).toMatchObject([{ outcome: "nameTaken", tenant_id: tenantId }]);
  });

  it("tells of the unexpected nothing but a number to find it by", async () => {
    signInAs((await join("owner")).cookie);
    const result = await action({ name: "broken", tenantId });
    expect(result).toMatchObject({ code: "internal", ok: false });
    expect(JSON.stringify(result)).not.toContain("secret");
    const [row] = await rows();
    expect(result).toMatchObject({ params: { requestId: row?.request_id } });
  });

  it("lets an admin into every tenant", async () => {
    signInAs((await panel.addPerson({ isAdmin: true })).cookie);
    expect(await action({ name: "nightly", tenantId: otherId })).toMatchObject({ ok: true });
  });
});

describe("a session", () => {
  it("is over with the next request when it was ended, has run out, or the person was disabled", async () => {
    for (const end of [
      "update sessions set revoked_at = now() where id = $1",
      "update sessions set expires_at = now() where id = $1",
      "update users set disabled_at = now() where id = (select user_id from sessions where id = $1)",
    ]) {
      const person = await join("owner");
      signInAs(person.cookie);
      expect(await action({ name: "nightly", tenantId })).toMatchObject({ ok: true });
      await panel.database.query(end, [person.sessionId]);
      expect(await action({ name: "nightly", tenantId })).toMatchObject({ code: "sessionExpired" });
    }
  });

  it("is not made by a cookie that somebody wrote", async () => {
    const { cookie } = await join("owner");
    signInAs({ ...cookie, value: `${cookie.value.slice(0, -4)}AAAA` });
    expect(await action({ name: "nightly", tenantId })).toMatchObject({ code: "sessionExpired" });
  });

  it("notes its use once a minute", async () => {
    const { cookie, sessionId } = await join("owner");
    const seen = async () => {
      const { rows: found } = await panel.database.query("select last_seen_at from sessions where id = $1", [
        sessionId,
      ]);
      return found[0]?.last_seen_at.getTime();
    };
    signInAs(cookie);
    const first = await seen();
    await action({ name: "nightly", tenantId });
    expect(await seen()).toBe(first);
    await panel.database.query("update sessions set last_seen_at = now() - interval '2 min' where id = $1", [
      sessionId,
    ]);
    await action({ name: "nightly", tenantId });
    expect(await seen()).toBeGreaterThanOrEqual(first);
  });
});

describe("a public action", () => {
  it("needs nobody, and still checks its input", async () => {
    signInAs(null);
    const open = definePublicAction({
      input: z.object({ n: z.number() }),
      reason: "a test",
      run: async ({ input }) => input.n,
    });
    expect(await open({ n: 1 })).toEqual({ ok: true, value: 1 });
    // @ts-expect-error what a hand-made request may send
    expect(await open({ n: "1" })).toMatchObject({ code: "inputInvalid", fields: { n: "invalid" } });
  });
});

describe("a loader and its route", () => {
  const mine = defineLoader({ input: z.object({}), permission: "server.read", run: async ({ tenants }) => tenants });
  const one = defineLoader({
    input: z.object({ id: z.uuid() }),
    permission: "server.read",
    run: async ({ scope }) => scope.tenantId,
    scope: ({ id }) => ({ tenantId: id }),
  });
  const GET = defineRoute(one, (_, params) => ({ id: params.id ?? "" }));
  const get = (id: string) => GET(new Request("http://localhost/api/x"), { params: Promise.resolve({ id }) });

  it("gives a list the reader's tenants and nobody else's", async () => {
    signInAs((await join("viewer")).cookie);
    expect(await mine({})).toEqual([tenantId]);
    signInAs((await panel.addPerson({ isAdmin: true })).cookie);
    expect(await mine({})).toBe("all");
    signInAs((await panel.addPerson()).cookie);
    await expect(mine({})).rejects.toMatchObject({ code: "forbidden" });
  });

  it("answers with the status of the refusal, and never to be kept by a cache", async () => {
    signInAs(null);
    expect((await get(tenantId)).status).toBe(401);
    signInAs((await join("viewer")).cookie);
    expect((await get(otherId)).status).toBe(404);
    expect((await get("x")).status).toBe(422);
    const answer = await get(tenantId);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toBe(tenantId);
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    signInAs((await panel.addPerson()).cookie);
    expect((await get(tenantId)).status).toBe(403);
  });
});
