import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { openPanel } from "@/test/panel";
import type { MembershipInput } from "./db/people";

const panel = await openPanel();
const { findActorOfSession } = await import("./auth/actor");
const { revokeSessions } = await import("./db/sessions");
const { inTransaction } = await import("./db/transaction");
const { events, notify } = await import("./events");
const { openEventStream } = await import("./stream");

const opened = new Set<AbortController>();
afterEach(() => {
  for (const each of opened) each.abort();
  opened.clear();
});
afterAll(panel.close);

/** What a browser reads from a stream, as it comes. */
const listen = async (wanted: { isAdmin?: boolean; memberships?: MembershipInput[] }) => {
  const person = await panel.addPerson(wanted);
  const actor = await findActorOfSession(person.sessionId, null);
  if (!actor) throw new Error("no session");
  const abort = new AbortController();
  opened.add(abort);
  const heard: { kind: string; serverId?: string }[] = [];
  let isOver = false;
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const chunk of openEventStream(actor, abort.signal)) {
      for (const line of decoder.decode(chunk).split("\n")) {
        if (line.startsWith("data: ")) heard.push(JSON.parse(line.slice(6)));
      }
    }
    isOver = true;
  };
  const done = read();
  return { abort, done, heard, isOver: () => isOver, person };
};

const say = (event: Parameters<typeof notify>[1]) => inTransaction((tx) => notify(tx, event));
const until = (check: () => void) => vi.waitFor(check, { interval: 10, timeout: 10_000 });

/** The connection for events opens with the first stream; its row in the server says when it listens. */
const untilListening = () =>
  vi.waitFor(
    async () => {
      const { rows } = await panel.database.query(
        "select 1 from pg_stat_activity where application_name = 'stillpoint-events' and query like 'listen %' and datname = current_database()",
      );
      expect(rows).toHaveLength(1);
    },
    { interval: 20, timeout: 10_000 },
  );

describe("live events", () => {
  it("reach those who may read that tenant, and nobody else", async () => {
    const [a, b] = [await panel.addTenant(), await panel.addTenant()];
    const ofA = await listen({ memberships: [{ role: "viewer", tenantId: a }] });
    const ofB = await listen({ memberships: [{ role: "owner", tenantId: b }] });
    const admin = await listen({ isAdmin: true });
    await untilListening();
    await say({ kind: "servers.changed", serverId: "of-a", tenantId: a });
    await say({ kind: "images.changed", tenantId: null });
    await say({ kind: "servers.changed", serverId: "of-b", tenantId: b });
    await until(() => expect(ofB.heard.map(({ serverId }) => serverId)).toEqual(["of-b"]));
    await until(() => expect(ofA.heard.map(({ serverId }) => serverId)).toEqual(["of-a"]));
    await until(() =>
      expect(admin.heard.filter(({ kind }) => /^(servers|images)/.test(kind)).map(({ kind }) => kind)).toEqual([
        "servers.changed",
        "images.changed",
        "servers.changed",
      ]),
    );
  });

  it("are not told of a change that was taken back", async () => {
    const tenantId = await panel.addTenant();
    const stream = await listen({ memberships: [{ role: "owner", tenantId }] });
    await untilListening();
    const failed = inTransaction(async (tx) => {
      await notify(tx, { kind: "servers.changed", serverId: "undone", tenantId });
      throw new Error("undo");
    });
    await expect(failed).rejects.toThrow("undo");
    await say({ kind: "servers.changed", serverId: "done", tenantId });
    await until(() => expect(stream.heard.map(({ serverId }) => serverId)).toEqual(["done"]));
  });

  it("end at once with the session, and go on for the person's other one", async () => {
    const tenantId = await panel.addTenant();
    const ended = await listen({ memberships: [{ role: "owner", tenantId }] });
    const other = await listen({ memberships: [{ role: "owner", tenantId }] });
    await untilListening();
    await inTransaction((tx) => revokeSessions(tx, { userId: ended.person.id }));
    await until(() => expect(ended.isOver()).toBe(true));
    expect(other.isOver()).toBe(false);
    await say({ kind: "servers.changed", serverId: "after", tenantId });
    await until(() => expect(other.heard).toHaveLength(1));
    expect(ended.heard).toEqual([]);
  });

  it("say that all is to be read again after the connection was lost", async () => {
    const tenantId = await panel.addTenant();
    const stream = await listen({ memberships: [{ role: "owner", tenantId }] });
    await untilListening();
    await panel.database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'stillpoint-events' and datname = current_database()",
    );
    await until(() => expect(stream.heard).toMatchObject([{ kind: "resync" }]));
    await say({ kind: "servers.changed", serverId: "after", tenantId });
    await until(() => expect(stream.heard).toHaveLength(2));
  });

  it("leave nothing behind when the browser goes, and end when the process does", async () => {
    const before = events().listenerCount();
    const gone = await listen({ isAdmin: true });
    const stays = await listen({ isAdmin: true });
    expect(events().listenerCount()).toBe(before + 2);
    gone.abort.abort();
    await gone.done;
    expect(events().listenerCount()).toBe(before + 1);
    await events().close();
    await stays.done;
    expect(stays.isOver()).toBe(true);
    expect(events().listenerCount()).toBe(0);
  });
});
