import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "@/lib/ids";
import type { TenantRole } from "@/lib/permissions";
import { nextHeaders, signInAs } from "@/test/next-headers";
import { openPanel } from "@/test/panel";

vi.mock("next/headers", () => nextHeaders);

const panel = await openPanel();
const actions = await import("./actions");
const loaders = await import("./loaders");
afterAll(panel.close);

const [ours, theirs] = [await panel.addTenant(), await panel.addTenant()];
const [web, shop, foreign] = [newId(), newId(), newId()];
const sql = async (text: string, values: unknown[] = []) => (await panel.database.query(text, values)).rows;
const as = async (role: TenantRole, tenantId = ours) =>
  signInAs((await panel.addPerson({ memberships: [{ role, tenantId }] })).cookie);

type Wanted = { ageHours?: number; bytes?: number; expires?: string; mode?: string; server?: string; state?: string };

const config = JSON.stringify({ disks: [], memoryBytes: 1e9, nics: [], vcpus: 1 });

const add = async (name: string, wanted: Wanted = {}) => {
  const { ageHours = 1, bytes = 10, expires = null, mode = "disks", server = web, state = "ready" } = wanted;
  const id = newId();
  const isReady = state === "ready";
  const kind = mode === "memory" ? "memory" : "crash";
  await sql(
    `insert into snapshots (id, tenant_id, server_id, name, name_key, mode, state, origin, config, consistency,
                            disk_bytes, taken_at, created_at, expires_at, error_code)
     values ($1, (select tenant_id from servers where id = $2), $2, $3, lower($3), $4::"SnapshotMode",
             $5::"SnapshotState", 'manual', $6, $7::"Consistency", $8, case when $9 then now() - $10 * interval '1 hour' end,
             now() - $10 * interval '1 hour', now() + $11::interval, $12)`,
    [
      id,
      server,
      name,
      mode,
      state,
      config,
      isReady ? kind : null,
      bytes,
      isReady,
      ageHours,
      expires,
      state === "failed" ? "diskFull" : null,
    ],
  );
  return id;
};

const lock = (id: string) => sql("insert into holds (id, snapshot_id, reason) values ($1, $2, 'audit')", [newId(), id]);

const list = async (change: Record<string, unknown> = {}) => {
  const usual = { filters: {}, page: 1, pageSize: 50, q: "", sort: { by: "takenAt" as const, dir: "desc" as const } };
  const { rows, total } = await loaders.listSnapshots({ ...usual, ...change });
  expect(total).toBeGreaterThanOrEqual(rows.length);
  return rows.map(({ name }) => name);
};

beforeAll(async () => {
  for (const [id, tenantId, name] of [
    [web, ours, "web-01"],
    [shop, ours, "shop-db"],
    [foreign, theirs, "elsewhere"],
  ])
    await sql(
      `insert into servers (id, tenant_id, name, state, vcpus, memory_bytes) values ($1, $2, $3, 'running', 1, 1000000000)`,
      [id, tenantId, name],
    );
});

beforeEach(async () => {
  await sql("delete from activities");
  await sql("delete from operations");
  await sql("delete from snapshots");
});

describe("the list of all snapshots", () => {
  it("shows those of the reader's tenants alone", async () => {
    await add("mine");
    await add("not mine", { server: foreign });
    await as("viewer");
    expect(await list()).toEqual(["mine"]);
  });

  it("takes one that is still being made for the newest", async () => {
    await add("an hour old");
    await add("being made", { ageHours: 0, state: "creating" });
    await add("a day old", { ageHours: 24 });
    await as("viewer");
    expect(await list()).toEqual(["being made", "an hour old", "a day old"]);
    expect(await list({ sort: { by: "takenAt", dir: "asc" } })).toEqual(["a day old", "an hour old", "being made"]);
  });

  it("sorts by name without regard to case, by size, by server", async () => {
    await add("Beta", { bytes: 5 });
    await add("alpha", { bytes: 30 });
    await add("gamma", { bytes: 20, server: shop });
    await as("viewer");
    expect(await list({ sort: { by: "name", dir: "asc" } })).toEqual(["alpha", "Beta", "gamma"]);
    expect(await list({ sort: { by: "size", dir: "desc" } })).toEqual(["alpha", "gamma", "Beta"]);
    expect((await list({ sort: { by: "server", dir: "asc" } }))[0]).toBe("gamma");
  });

  it("sorts by what would become free, the unmeasured as least, and tells it of the reader's tenants alone", async () => {
    const [much, little, unknown] = [await add("much"), await add("little"), await add("unknown")];
    const not = await add("not mine", { server: foreign });
    for (const [id, bytes] of [
      [much, 9],
      [little, 1],
      [not, 5],
    ] as const)
      await sql("update snapshots set unique_bytes = $2 where id = $1", [id, bytes]);
    const figures = (id: string) => ({ disks: [], memory: [{ bytes: 7, snapshotId: id }] });
    for (const [server, id] of [
      [web, much],
      [foreign, not],
    ] as const)
      await sql("insert into server_usages (server_id, measured_at, figures) values ($1, now(), $2)", [
        server,
        figures(id),
      ]);
    await as("viewer");
    expect(await list({ sort: { by: "frees", dir: "desc" } })).toEqual(["much", "little", "unknown"]);
    const freed = await loaders.getFreed({ snapshotIds: [much, unknown, not] });
    expect(freed).toMatchObject({ bytes: 7, measured: 1, unmeasured: 1 });
  });

  it("finds any part of a snapshot's or an instance's name, and takes signs as they are", async () => {
    await add("100%_sure");
    await add("nightly", { server: shop });
    await as("viewer");
    expect(await list({ q: "0%_S" })).toEqual(["100%_sure"]);
    expect(await list({ q: "SHOP" })).toEqual(["nightly"]);
    expect(await list({ q: "%" })).toEqual(["100%_sure"]);
  });

  it("narrows by state, kind, lock and expiry, and ignores what an address says wrongly", async () => {
    await add("plain", { ageHours: 4 });
    await add("ram", { ageHours: 3, mode: "memory" });
    await add("failed", { ageHours: 2, state: "failed" });
    await lock(await add("kept", { ageHours: 1, expires: "-2 days" }));
    await as("viewer");
    expect(await list({ filters: { state: "failed" } })).toEqual(["failed"]);
    expect(await list({ filters: { kind: "memory" } })).toEqual(["ram"]);
    expect(await list({ filters: { kind: "quiesced" } })).toEqual([]);
    await sql("update snapshots set quiesce = true, consistency = null, state = 'creating' where name = 'plain'");
    expect(await list({ filters: { kind: "quiesced" } })).toEqual(["plain"]);
    expect(await list({ filters: { locked: "yes" } })).toEqual(["kept"]);
    expect(await list({ filters: { locked: "no" } })).toEqual(["failed", "ram", "plain"]);
    expect(await list({ filters: { expires: "soon" } })).toEqual(["kept"]);
    expect(await list({ filters: { server: "no id", state: "no state" } })).toHaveLength(4);
  });
});

describe("a row", () => {
  it("says how long a lock has kept it beyond its expiry", async () => {
    const id = await add("kept", { expires: "-2 days" });
    await lock(id);
    await as("viewer");
    const { heldOver, lock: held } = await loaders.getSnapshot({ snapshotId: id });
    expect(heldOver).toBeGreaterThan(47 * 3_600_000);
    expect(held).toMatchObject({ reason: "audit" });
  });

  it("shows no lock on a failed one: it is void", async () => {
    const id = await add("failed", { state: "failed" });
    await lock(id);
    await as("viewer");
    expect(await loaders.getSnapshot({ snapshotId: id })).toMatchObject({ error: { code: "diskFull" }, lock: null });
  });

  it("names the newer ones that stay when the server goes back", async () => {
    const id = await add("old", { ageHours: 9 });
    await add("newer", { ageHours: 5 });
    await add("of another", { ageHours: 5, server: shop });
    await as("viewer");
    expect((await loaders.getSnapshot({ snapshotId: id })).newer).toEqual({ count: 1, names: ["newer"] });
  });
});

/** A revert that has ended, and the safety snapshot that it left under its own id. */
const addRevert = async ({ safety = true, server = web, state = "done", target = "target" } = {}) => {
  const id = safety ? await add(`before ${newId()}`, { server }) : newId();
  await sql("update snapshots set origin = 'safety' where id = $1", [id]);
  await sql(
    `insert into operations (id, kind, state, tenant_id, server_id, subject, input, journal, finished_at)
     values ($1, 'snapshot.revert', $2::"OperationState", (select tenant_id from servers where id = $3), $3, $4, '{}',
             '[]', case when $2 = 'done' then now() end)`,
    [id, state, server, JSON.stringify({ server: "web-01", snapshot: target })],
  );
  return id;
};

describe("the way back from a revert", () => {
  const undo = () => loaders.getServerUndo({ serverId: web });

  it("is the last revert's safety snapshot, for as long as it stands", async () => {
    await as("viewer");
    expect(await undo()).toBeNull();
    const first = await addRevert({ target: "older" });
    const last = await addRevert({ target: "newer" });
    await addRevert({ server: shop });
    await addRevert({ state: "failed" });
    expect(await undo()).toMatchObject({ id: last, serverName: "web-01", target: "newer" });
    expect((await loaders.getSnapshot({ snapshotId: last })).safetyOf).toEqual({ isLast: true, target: "newer" });
    expect((await loaders.getSnapshot({ snapshotId: first })).safetyOf).toEqual({ isLast: false, target: "older" });
    await sql("delete from snapshots where id = $1", [last]);
    expect(await undo()).toBeNull();
  });

  it("is none after a revert without one, and none of another tenant", async () => {
    await as("owner");
    await addRevert();
    await addRevert({ safety: false });
    expect(await undo()).toBeNull();
    await expect(loaders.getServerUndo({ serverId: foreign })).rejects.toMatchObject({ code: "notFound" });
  });

  it("stands in the list of operations while it can be gone", async () => {
    const { listOperations } = await import("@/features/operations/loaders");
    const [kept, gone] = [await addRevert(), await addRevert({ safety: false })];
    await as("viewer");
    const { rows } = await listOperations({});
    expect(rows.find(({ id }) => id === kept)?.canUndo).toBe(true);
    expect(rows.find(({ id }) => id === gone)?.canUndo).toBe(false);
  });

  it("is announced before, as the present would be kept", async () => {
    const id = await add("target");
    await as("operator");
    expect((await loaders.getSnapshot({ snapshotId: id })).safety).toEqual({ days: 7, kind: "memory" });
    await sql("update servers set state = 'stopped' where id = $1", [web]);
    expect((await loaders.getSnapshot({ snapshotId: id })).safety.kind).toBe("stopped");
    await sql("update servers set state = 'running' where id = $1", [web]);
  });
});

describe("what another tenant has", () => {
  it("is not there, whatever is asked or sent", async () => {
    const id = await add("theirs", { server: foreign });
    await as("owner");
    await expect(loaders.getSnapshot({ snapshotId: id })).rejects.toMatchObject({ code: "notFound" });
    await expect(loaders.listServerMarks({ serverId: foreign })).rejects.toMatchObject({ code: "notFound" });
    await expect(loaders.checkSnapshotName({ name: "x", serverId: foreign })).rejects.toMatchObject({
      code: "notFound",
    });
    const gone = { code: "notFound", ok: false };
    expect(await actions.deleteSnapshot({ snapshotId: id })).toMatchObject(gone);
    expect(await actions.lockSnapshot({ reason: "", snapshotId: id })).toMatchObject(gone);
    expect(await actions.unlockSnapshot({ snapshotId: id })).toMatchObject(gone);
    expect(await actions.editSnapshot({ description: "", name: "x", snapshotId: id })).toMatchObject(gone);
    expect(await actions.revertSnapshot({ ...revertWish(), snapshotId: id })).toMatchObject(gone);
  });
});

const revertWish = () => ({ disksOnly: false, force: false, idempotencyKey: newId(), safety: true });

const wish = (change: Record<string, unknown> = {}) => ({
  description: "",
  expiresAt: null,
  idempotencyKey: newId(),
  lock: false,
  mode: "disks" as const,
  name: "",
  serverId: web,
  ...change,
});

describe("making one", () => {
  it("gives a blank one a sensible name and writes it into the log", async () => {
    await as("operator");
    const made = await actions.createSnapshot(wish());
    expect(made).toMatchObject({ ok: true, value: { name: expect.stringMatching(/^web-01_\d{8}-\d{4}$/) } });
    const [line] = await sql("select details from activities where event = 'snapshot.create'");
    expect(line).toMatchObject({ details: { server: "web-01", snapshot: expect.stringMatching(/^web-01_/) } });
  });

  it("acts once for one key", async () => {
    await as("operator");
    const once = wish();
    const [first, second] = [await actions.createSnapshot(once), await actions.createSnapshot(once)];
    expect(second).toEqual(first);
    expect(await sql("select id from snapshots")).toHaveLength(1);
  });

  it("keeps the wish to quiesce, and refuses it whole where no agent answers", async () => {
    await as("operator");
    await sql("update servers set agent = true where id = $1", [web]);
    const made = await actions.createSnapshot(wish({ quiesce: true }));
    expect(made).toMatchObject({ ok: true });
    expect(await sql("select quiesce from snapshots")).toEqual([{ quiesce: true }]);
    await sql("update servers set agent = false where id = $1", [web]);
    expect(await actions.createSnapshot(wish({ quiesce: true }))).toMatchObject({
      code: "agentUnavailable",
      ok: false,
    });
    expect(await sql("select quiesce from snapshots")).toEqual([{ quiesce: true }]);
  });

  it("refuses a name that is taken, in whatever case, and an expiry in the past", async () => {
    await add("Nightly");
    await as("operator");
    expect(await loaders.checkSnapshotName({ name: " nightly ", serverId: web })).toMatchObject({ isTaken: true });
    expect(await actions.createSnapshot(wish({ name: "nightly" }))).toMatchObject({ code: "nameTaken" });
    const past = new Date(Date.now() - 1000).toISOString();
    expect(await actions.createSnapshot(wish({ expiresAt: past }))).toMatchObject({ code: "expiryInPast" });
  });

  it("is refused whole, not made without its lock, where the right to lock is missing", async () => {
    await as("viewer");
    expect(await actions.createSnapshot(wish({ lock: true }))).toMatchObject({ code: "forbidden" });
    expect(await sql("select id from snapshots")).toEqual([]);
  });
});

describe("deleting several", () => {
  it("leaves the locked ones, says so one by one and logs each", async () => {
    const [going, kept] = [await add("going"), await add("kept")];
    await lock(kept);
    await as("operator");
    const result = await actions.deleteSnapshots([{ snapshotId: going }, { snapshotId: kept }]);
    expect(result).toMatchObject({ ok: true, value: [{ ok: true }, { code: "snapshotLocked", ok: false }] });
    const lines = await sql("select outcome from activities where event = 'snapshot.delete' order by at, id");
    expect(lines).toEqual([{ outcome: "ok" }, { outcome: "snapshotLocked" }]);
  });

  it("turns strangers and empty hands away", async () => {
    signInAs(null);
    expect(await actions.deleteSnapshots([{ snapshotId: newId() }])).toMatchObject({ code: "sessionExpired" });
    await as("operator");
    expect(await actions.deleteSnapshots([])).toMatchObject({ code: "inputInvalid" });
  });

  it("lets an operator lock but not unlock", async () => {
    const id = await add("kept");
    await as("operator");
    expect(await actions.lockSnapshot({ reason: "audit", snapshotId: id })).toMatchObject({ ok: true });
    expect(await actions.unlockSnapshot({ snapshotId: id })).toMatchObject({ code: "forbidden" });
    await as("owner");
    expect(await actions.unlockSnapshot({ snapshotId: id })).toMatchObject({ ok: true });
    expect((await loaders.getSnapshot({ snapshotId: id })).lock).toBeNull();
  });
});
