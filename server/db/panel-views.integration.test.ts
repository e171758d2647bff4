import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/ids";
import { createTestDatabase, type TestDatabase } from "@/test/database";
import type { ServerFilter } from "./server-views";

const ours = newId();
const theirs = newId();
const web = newId();
const shop = newId();
const odd = newId();
const foreign = newId();
const person = newId();

const load = async () => ({
  ...(await import("./client")),
  ...(await import("./operation-views")),
  ...(await import("./search-views")),
  ...(await import("./server-views")),
});

let database: TestDatabase;
/** Read once the address of the database is known. */
let views: Awaited<ReturnType<typeof load>>;
const sql = (text: string, values: unknown[] = []) => database.query(text, values);

const addServer = (id: string, tenantId: string, name: string, state: string) =>
  sql(
    `insert into servers (id, tenant_id, name, state, vcpus, memory_bytes) values ($1, $2, $3, $4::"ServerState", 2, 1000000000)`,
    [id, tenantId, name, state],
  );

type NewSnapshot = { server: string; tenant: string; name: string; state?: string; takenAt?: string };
const addSnapshot = async ({ name, server, state = "ready", takenAt, tenant }: NewSnapshot) => {
  const id = newId();
  await sql(
    `insert into snapshots (id, tenant_id, server_id, name, name_key, mode, state, origin, config, taken_at)
     values ($1, $2, $3, $4, lower($4), 'disks', $5::"SnapshotState", 'manual', '{}', $6)`,
    [id, tenant, server, name, state, takenAt ?? null],
  );
  return id;
};

type NewOperation = { cancellable?: boolean; finishedAt?: string; server: string; state: string; tenant: string };
const addOperation = async ({ cancellable = false, finishedAt, server, state, tenant }: NewOperation) => {
  const id = newId();
  await sql(
    `insert into operations (id, kind, state, tenant_id, server_id, subject, input, journal, cancellable, finished_at,
                             created_by_id, error_code, error_params)
     values ($1, 'snapshot.create', $2::"OperationState", $3, $4, '{"server":"web-01","snapshot":"before"}', '{}', '[]',
             $5, $6, $7, $8, $9)`,
    [
      id,
      state,
      tenant,
      server,
      cancellable,
      finishedAt ?? null,
      person,
      state === "failed" ? "diskFull" : null,
      state === "failed" ? "{}" : null,
    ],
  );
  return id;
};

const addLock = (snapshotId: string, { releasedAt = null }: { releasedAt?: string | null } = {}) =>
  sql("insert into holds (id, snapshot_id, released_at) values ($1, $2, $3)", [newId(), snapshotId, releasedAt]);

const all: ServerFilter = {
  page: 1,
  pageSize: 25,
  q: "",
  sort: { by: "name", dir: "asc" },
  states: [],
  tenants: "all",
};
const namesOf = async (filter: Partial<ServerFilter>) =>
  (await views.listServerRows({ ...all, ...filter })).rows.map(({ name }) => name);

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.DATABASE_URL = database.url;
  views = await load();
  await sql("insert into tenants (id, name) values ($1, 'Ours'), ($2, 'Theirs')", [ours, theirs]);
  await sql("insert into users (id, email, name) values ($1, 'a@example.test', 'A')", [person]);
  await addServer(web, ours, "web-01", "running");
  await addServer(shop, ours, "Shop", "stopped");
  await addServer(odd, ours, "db_100%", "running");
  await addServer(foreign, theirs, "web-02", "running");
  await addSnapshot({ name: "old", server: web, takenAt: "2026-11-18T10:00:00Z", tenant: ours });
  await addSnapshot({ name: "before-update", server: web, takenAt: "2026-11-19T10:00:00Z", tenant: ours });
  await addSnapshot({ name: "broken", server: web, state: "failed", takenAt: "2026-11-20T10:00:00Z", tenant: ours });
  await addSnapshot({ name: "newest", server: shop, takenAt: "2026-11-20T11:00:00Z", tenant: ours });
  await addSnapshot({ name: "before-foreign", server: foreign, takenAt: "2026-11-20T12:00:00Z", tenant: theirs });
});

afterAll(async () => {
  await views.closeDb();
  await database.drop();
});

describe("the list of servers", () => {
  it("shows the servers of the given tenants and no others", async () => {
    expect(await namesOf({ tenants: [ours] })).toEqual(["db_100%", "Shop", "web-01"]);
    expect(await namesOf({ tenants: [] })).toEqual([]);
    expect(await namesOf({ tenantId: theirs, tenants: [ours] })).toEqual([]);
    expect(await namesOf({})).toEqual(["db_100%", "Shop", "web-01", "web-02"]);
  });

  it("counts all snapshots, and dates the newest by the Ready ones", async () => {
    const { rows } = await views.listServerRows({ ...all, q: "web-01" });
    expect(rows).toMatchObject([{ newestAt: "2026-11-19T10:00:00.000Z", snapshots: 3, tenantName: "Ours" }]);
  });

  it("sorts by the newest snapshot with those that have none at the end, both ways", async () => {
    expect(await namesOf({ sort: { by: "newest", dir: "desc" }, tenants: [ours] })).toEqual([
      "Shop",
      "web-01",
      "db_100%",
    ]);
    expect(await namesOf({ sort: { by: "newest", dir: "asc" }, tenants: [ours] })).toEqual([
      "web-01",
      "Shop",
      "db_100%",
    ]);
  });

  it.each(["memory", "snapshots", "state", "tenant", "vcpus"] as const)("can be sorted by %s", async (by) => {
    expect(await namesOf({ sort: { by, dir: "desc" } })).toHaveLength(4);
  });

  it("pages, and tells how many there are in all", async () => {
    const { rows, total } = await views.listServerRows({ ...all, page: 2, pageSize: 3 });
    expect(rows.map(({ name }) => name)).toEqual(["web-02"]);
    expect(total).toBe(4);
  });

  it("shows the last page where the one asked for is no more", async () => {
    const { rows } = await views.listServerRows({ ...all, page: 9, pageSize: 3 });
    expect(rows.map(({ name }) => name)).toEqual(["web-02"]);
  });

  it("finds a part of a name whatever its case, and takes % and _ for what they are", async () => {
    expect(await namesOf({ q: "SHO" })).toEqual(["Shop"]);
    expect(await namesOf({ q: "%" })).toEqual(["db_100%"]);
    expect(await namesOf({ q: "b_1" })).toEqual(["db_100%"]);
    expect(await namesOf({ q: "b-1" })).toEqual([]);
  });

  it("can be narrowed to a state", async () => {
    expect(await namesOf({ states: ["stopped"] })).toEqual(["Shop"]);
  });
});

describe("operations", () => {
  it("come with what runs first, of the given tenants only, and say what may be cancelled", async () => {
    const done = await addOperation({ finishedAt: "2026-11-20T12:00:00Z", server: web, state: "done", tenant: ours });
    const failed = await addOperation({
      finishedAt: "2026-11-20T12:01:00Z",
      server: web,
      state: "failed",
      tenant: ours,
    });
    const running = await addOperation({ server: web, state: "running", tenant: ours });
    const waiting = await addOperation({ server: web, state: "waiting", tenant: ours });
    const other = await addOperation({ cancellable: true, server: foreign, state: "running", tenant: theirs });

    const rows = await views.listOperationViews([ours]);
    expect(rows.map(({ id }) => id)).toEqual([running, waiting, failed, done]);
    expect(rows.map(({ cancellable }) => cancellable)).toEqual([false, true, false, false]);
    expect(rows[2]?.error).toEqual({ code: "diskFull", params: {} });
    expect((await views.listOperationViews("all")).map(({ id }) => id)).toContain(other);

    const active = await views.findActiveOperations([web, foreign, shop]);
    expect(active.get(web)?.id).toBe(running);
    expect(active.get(foreign)?.id).toBe(other);
    expect(active.has(shop)).toBe(false);
    expect((await views.getServerView(web)).activeOperation?.id).toBe(running);
  });
});

describe("the search", () => {
  it("finds servers and snapshots of the given tenants by any part of the name", async () => {
    const found = await views.searchNames({ limit: 10, tenants: [ours], text: "before" });
    expect(found).toMatchObject([{ kind: "snapshot", subtitle: "web-01", title: "before-update" }]);
    expect(await views.searchNames({ limit: 10, tenants: [ours], text: "web" })).toMatchObject([
      { href: `/servers/${web}`, kind: "server", subtitle: "Ours" },
    ]);
    expect(await views.searchNames({ limit: 10, tenants: "all", text: "before" })).toHaveLength(2);
  });
});

describe("what goes with a server", () => {
  it("names the snapshots on which a lock stands", async () => {
    const locked = await addSnapshot({ name: "kept", server: odd, tenant: ours });
    const released = await addSnapshot({ name: "released", server: odd, tenant: ours });
    const failed = await addSnapshot({ name: "failed", server: odd, state: "failed", tenant: ours });
    await addLock(locked);
    await addLock(released, { releasedAt: "2026-11-20T12:00:00Z" });
    await addLock(failed);
    expect(await views.listServerLosses(odd)).toEqual({
      disks: 0,
      locked: [{ id: locked, name: "kept" }],
      snapshots: 3,
    });
  });
});
