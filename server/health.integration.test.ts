import pg from "pg";
import { afterAll, beforeEach, describe, expect, inject, it, vi } from "vitest";
import { nextHeaders, signInAs } from "@/test/next-headers";
import { openPanel } from "@/test/panel";

vi.mock("next/headers", () => nextHeaders);

const panel = await openPanel();
const { beat } = await import("./db/heartbeats");
const { disconnect } = await import("./db/transaction");
const { GET } = await import("@/app/api/health/route");
afterAll(panel.close);

const ask = async () => {
  const answer = await GET();
  return { body: await answer.json(), status: answer.status };
};

/** As the worker says it. */
const speak = async (acceleration: "kvm" | "none" = "kvm") => {
  await beat({ detail: { pid: 1 }, id: "worker-1", kind: "worker" });
  const memory = { method: "background" };
  await beat({
    detail: { acceleration, freeBytes: 1, memory, version: "QEMU 7.2.22" },
    id: "engine-qemu",
    kind: "engine",
  });
};

beforeEach(async () => {
  signInAs(null);
  await panel.database.query("delete from heartbeats");
});

describe("health", () => {
  it("is well when all parts have spoken lately, and tells a stranger no versions", async () => {
    await speak();
    const ok = { status: "ok" };
    expect(await ask()).toEqual({ body: { database: ok, engine: ok, status: "ok", web: ok, worker: ok }, status: 200 });
  });

  it("names the part that is silent", async () => {
    expect(await ask()).toMatchObject({
      body: { engine: { reason: "engineSilent" }, status: "bad", worker: { reason: "workerSilent" } },
      status: 503,
    });
    await speak();
    await panel.database.query("update heartbeats set at = now() - interval '16 s' where kind = 'worker'");
    expect(await ask()).toMatchObject({
      body: { engine: { status: "ok" }, worker: { reason: "workerSilent" } },
      status: 503,
    });
  });

  it("says when the host can run no machines", async () => {
    await speak("none");
    expect(await ask()).toMatchObject({ body: { engine: { reason: "machinesUnavailable" } }, status: 503 });
  });

  it("tells versions to an admin and to nobody else", async () => {
    await speak();
    signInAs((await panel.addPerson()).cookie);
    expect((await ask()).body).not.toHaveProperty("versions");
    signInAs((await panel.addPerson({ isAdmin: true })).cookie);
    expect((await ask()).body).toMatchObject({ versions: { engine: "QEMU 7.2.22", node: process.versions.node } });
  });

  it("answers without the database, too", async () => {
    await speak();
    const name = new URL(panel.database.url).pathname.slice(1);
    const keeper = new pg.Client({ connectionString: inject("databaseUrl") });
    await keeper.connect();
    await disconnect();
    await keeper.query(`alter database ${name} allow_connections false`);
    const answer = await ask();
    await keeper.query(`alter database ${name} allow_connections true`);
    await keeper.end();
    expect(answer).toMatchObject({
      body: { database: { reason: "databaseUnavailable" }, status: "bad", web: { status: "ok" } },
      status: 503,
    });
  });
});
