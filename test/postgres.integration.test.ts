import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findPostgres, startPostgres, stopPostgres } from "../scripts/postgres.mjs";
import { guardDatabase } from "./guard-database";

const isRoot = process.getuid?.() === 0;
let folder: string;
let dataDir: string;
let endDatabase: () => Promise<void>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stillpoint-postgres-"));
  // Longer than a unix socket's path may be.
  dataDir = path.join(folder, "deep/".repeat(25));
  endDatabase = guardDatabase(folder, dataDir);
  if (isRoot) execFileSync("chmod", ["0711", folder]);
});
afterEach(() => endDatabase());

const connect = async (url: string) => {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  return client;
};
const ask = async (url: string, sql: string) => {
  const client = await connect(url);
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};
/** Addresses that someone listens at, by the kernel's own tables: hexadecimal, the bytes of IPv4 reversed. */
const listenersOn = async (port: number) => {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const rows = tables
    .join("\n")
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  const local = rows.filter(([, , , state]) => state === "0A").map(([, address = ""]) => address.split(":"));
  const addresses = local.filter(([, hex = ""]) => Number.parseInt(hex, 16) === port).map(([address]) => address);
  return addresses.map((address) => (address === "0100007F" ? "127.0.0.1" : address));
};
const runningServer = () => {
  const server = findPostgres({ dataDir });
  if (!server) throw new Error("no server runs");
  return server;
};

describe("the embedded PostgreSQL", () => {
  it("starts with an own role, on the loopback address, as a user that is not root", async () => {
    const { url, adopted } = await startPostgres({ dataDir });
    expect(adopted).toBe(false);
    expect(new URL(url)).toMatchObject({ hostname: "127.0.0.1", pathname: "/stillpoint", username: "stillpoint" });

    const [role] = await ask(url, "SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user");
    expect(role).toEqual({ rolsuper: false, rolcreaterole: false });
    const [locale] = await ask(url, "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'stillpoint'");
    expect(locale).toEqual({ datlocprovider: "b", datlocale: "C.UTF-8" });

    const { pid } = runningServer();
    const status = await readFile(`/proc/${pid}/status`, "utf8");
    expect(status).not.toMatch(/^Uid:\t0\t/m);
    if (isRoot) expect(status).toMatch(/^Groups:\s*$/m);
    for (const file of ["password", "superuser-password"]) {
      expect((await stat(path.join(dataDir, "postgres", file))).mode & 0o777).toBe(0o600);
    }
    expect(await listenersOn(Number(new URL(url).port))).toEqual(["127.0.0.1"]);
  });

  it("is found by the next start, also by two at once", async () => {
    const first = await Promise.all([startPostgres({ dataDir }), startPostgres({ dataDir })]);
    expect(first.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    const { pid } = runningServer();
    expect(await startPostgres({ dataDir })).toEqual({ url: first[0]?.url, adopted: true });
    expect(runningServer().pid).toBe(pid);
  });

  it("keeps its port and its data over a stop", async () => {
    const { url } = await startPostgres({ dataDir });
    await ask(url, "CREATE TABLE kept AS SELECT 1 AS n");
    expect(await stopPostgres({ dataDir })).toBe(true);
    expect(await stopPostgres({ dataDir })).toBe(false);
    expect((await startPostgres({ dataDir })).url).toBe(url);
    expect(await ask(url, "SELECT n FROM kept")).toEqual([{ n: 1 }]);
  });

  it("takes another port when its own is taken", async () => {
    const { url } = await startPostgres({ dataDir });
    await stopPostgres({ dataDir });
    const stranger = createServer();
    await new Promise<void>((resolve) => stranger.listen(Number(new URL(url).port), "127.0.0.1", resolve));
    try {
      const next = await startPostgres({ dataDir });
      expect(new URL(next.url).port).not.toBe(new URL(url).port);
      expect(await ask(next.url, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
    } finally {
      await new Promise((resolve) => stranger.close(resolve));
    }
  });

  it("comes back after SIGKILL with every acknowledged row", async () => {
    let { url } = await startPostgres({ dataDir });
    await ask(url, "CREATE TABLE rows (n int PRIMARY KEY)");
    let acknowledged = 0;
    for (const _round of [1, 2, 3]) {
      const { pid } = runningServer();
      const client = await connect(url);
      const writing = (async () => {
        for (let n = acknowledged + 1; ; n += 1) {
          await client.query("INSERT INTO rows VALUES ($1) ON CONFLICT DO NOTHING", [n]);
          acknowledged = n;
          if (n % 200 === 100) process.kill(pid, "SIGKILL");
        }
      })();
      await expect(writing).rejects.toThrow();
      const next = await startPostgres({ dataDir });
      expect(next.adopted).toBe(false);
      url = next.url;
      const [{ count, last }] = await ask(url, "SELECT count(*)::int, max(n) AS last FROM rows");
      expect(count).toBe(last);
      // The last one may have been written and not have been answered.
      expect([acknowledged, acknowledged + 1]).toContain(count);
    }
    expect(acknowledged).toBeGreaterThan(200);
  });

  it("is not misled by a number that another process has by now", async () => {
    const { url } = await startPostgres({ dataDir });
    await stopPostgres({ dataDir });
    const cluster = path.join(dataDir, "postgres/cluster");
    const stale = [process.pid, cluster, 1, new URL(url).port, "", "127.0.0.1", "", "ready"].join("\n");
    await writeFile(path.join(cluster, "postmaster.pid"), stale, { mode: 0o600 });
    expect(await startPostgres({ dataDir })).toMatchObject({ adopted: false });
  });

  it("says so when the password on disk is not the server's", async () => {
    await startPostgres({ dataDir });
    await writeFile(path.join(dataDir, "postgres/superuser-password"), "wrong\n");
    await expect(startPostgres({ dataDir })).rejects.toThrow("refuses the password");
  });

  it.runIf(isRoot)("names the folder that its user can't enter", async () => {
    const closed = path.join(folder, "closed");
    await mkdir(closed, { mode: 0o700 });
    await expect(startPostgres({ dataDir: path.join(closed, "data") })).rejects.toThrow(`can't enter ${closed}`);
  });
});
