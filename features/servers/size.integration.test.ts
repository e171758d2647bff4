import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "@/lib/ids";
import { nextHeaders, signInAs } from "@/test/next-headers";
import { openPanel } from "@/test/panel";

vi.mock("next/headers", () => nextHeaders);

const panel = await openPanel();
const actions = await import("./actions");
const loaders = await import("./loaders");
afterAll(panel.close);

const tenantId = await panel.addTenant();
const [serverId, boot, data] = [newId(), newId(), newId()];
const gigabyte = 2 ** 30;
const sql = async (text: string, values: unknown[] = []) => (await panel.database.query(text, values)).rows;

const asAdmin = async () => signInAs((await panel.addPerson({ isAdmin: true })).cookie);
const asOwner = async () => signInAs((await panel.addPerson({ memberships: [{ role: "owner", tenantId }] })).cookie);

beforeEach(async () => {
  for (const table of ["activities", "operations", "snapshots", "servers"]) await sql(`delete from ${table}`);
  await sql(
    `insert into servers (id, tenant_id, name, state, vcpus, memory_bytes) values ($1, $2, 'web-01', 'stopped', 1, $3)`,
    [serverId, tenantId, gigabyte],
  );
  for (const [position, id] of [boot, data].entries())
    await sql("insert into disks (id, server_id, position, size_bytes) values ($1, $2, $3, $4)", [
      ...[id, serverId, position, gigabyte],
    ]);
});

const disks = [boot, data].map((id) => ({ id, sizeBytes: gigabyte }));
const wish = (change: Record<string, unknown> = {}) => ({
  ...{ disks, idempotencyKey: newId(), memoryBytes: gigabyte, serverId, vcpus: 2 },
  ...change,
});

describe("changing the size of a server", () => {
  it("is the provider's to do, written down and done by the worker", async () => {
    await asAdmin();
    expect(await actions.editServer(wish())).toMatchObject({ ok: true });
    expect(await sql("select vcpus from servers")).toEqual([{ vcpus: 1 }]);
    expect(await sql("select kind, subject from operations")).toEqual([
      { kind: "server.edit", subject: { server: "web-01" } },
    ]);
    const [line] = await sql("select event, outcome, details from activities");
    expect(line).toMatchObject({ details: { server: "web-01" }, event: "server.edit", outcome: "ok" });
  });

  it("is not the customer's, whatever their role", async () => {
    await asOwner();
    expect(await actions.editServer(wish())).toMatchObject({ code: "forbidden" });
    await expect(loaders.getServerSize({ serverId })).rejects.toMatchObject({ code: "forbidden" });
    expect(await sql("select id from operations")).toEqual([]);
  });

  it("acts once for one key, and is refused while the server runs", async () => {
    await asAdmin();
    const once = wish();
    const [first, second] = [await actions.editServer(once), await actions.editServer(once)];
    expect(second).toEqual(first);
    await sql("delete from operations");
    await sql("update servers set state = 'running'");
    expect(await actions.editServer(wish())).toMatchObject({ code: "serverNotStopped", params: { name: "web-01" } });
  });

  it("names the disks that snapshots need, and refuses to remove one", async () => {
    const config = JSON.stringify({
      disks: [{ id: data, position: 1, sizeBytes: 1 }],
      memoryBytes: 1,
      nics: [],
      vcpus: 1,
    });
    await sql(
      `insert into snapshots (id, tenant_id, server_id, name, name_key, mode, state, origin, config)
       values ($1, $2, $3, 'nightly', 'nightly', 'disks', 'ready', 'manual', $4)`,
      [newId(), tenantId, serverId, config],
    );
    await asAdmin();
    expect((await loaders.getServerSize({ serverId })).heldDisks).toEqual([data]);
    expect(await actions.editServer(wish({ disks: disks.slice(0, 1) }))).toMatchObject({
      ...{ code: "diskInSnapshots", params: { count: 1, names: "nightly" } },
    });
    await sql("update snapshots set state = 'failed'");
    expect((await loaders.getServerSize({ serverId })).heldDisks).toEqual([]);
    expect(await actions.editServer(wish({ disks: disks.slice(0, 1) }))).toMatchObject({ ok: true });
  });
});
