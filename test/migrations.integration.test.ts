import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../scripts/migrate.mjs";
import { createTestDatabase, type TestDatabase } from "./database";

const run = promisify(execFile);
const bin = path.resolve("node_modules/.bin");

/** Prisma's own command line, asked about the database. It ends with 2 where it finds a difference. */
const prisma = async (url: string, ...args: string[]) => {
  const env = { ...process.env, DATABASE_URL: url, PATH: `${bin}:${process.env.PATH}`, NO_COLOR: "1" };
  return run(path.join(bin, "prisma"), args, { env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  );
};

let database: TestDatabase;
let directory: string;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  directory = await mkdtemp(path.join(tmpdir(), "stillpoint-migrations-"));
  await cp("prisma/migrations", directory, { recursive: true });
});
afterEach(async () => {
  await database.drop();
  await rm(directory, { recursive: true, force: true });
});

const addMigration = async (name: string, sql: string) => {
  await mkdir(path.join(directory, name));
  await writeFile(path.join(directory, name, "migration.sql"), sql);
};
const hasTable = async (name: string) => {
  const { rows } = await database.query("SELECT to_regclass($1) IS NOT NULL AS found", [name]);
  return rows[0]?.found;
};

describe("migrate", () => {
  it("brings an empty database to where Prisma calls it up to date, without a difference to the schema", async () => {
    const applied = await migrate({ url: database.url });
    expect(applied[0]).toBe("20261120090000_foundation");
    expect((await prisma(database.url, "migrate", "status")).stdout).toContain("Database schema is up to date");
    const drift = ["migrate", "diff", "--from-config-datasource", "--to-schema", "prisma/schema.prisma", "--exit-code"];
    expect(await prisma(database.url, ...drift)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("No difference"),
    });

    await database.query("ALTER TABLE servers ADD COLUMN surprise text");
    expect(await prisma(database.url, ...drift)).toMatchObject({
      code: 2,
      stdout: expect.stringContaining("surprise"),
    });
  });

  it("holds the migrations to the schema", async () => {
    const drift = [
      "migrate",
      "diff",
      "--from-migrations",
      directory,
      "--to-schema",
      "prisma/schema.prisma",
      "--exit-code",
    ];
    expect(await prisma(database.url, ...drift)).toMatchObject({ code: 0 });
    await addMigration("29990101000000_drop", "DROP INDEX snapshots_name_trgm;");
    expect(await prisma(database.url, ...drift)).toMatchObject({ code: 2 });
  });

  it("applies nothing the second time", async () => {
    await migrate({ url: database.url, directory });
    expect(await migrate({ url: database.url, directory })).toEqual([]);
  });

  it("applies once when two run at once", async () => {
    const [one, other] = await Promise.all([1, 2].map(() => migrate({ url: database.url, directory })));
    expect([one?.length, other?.length].sort()).toEqual([0, Math.max(one?.length ?? 0, other?.length ?? 0)]);
    expect(Math.max(one?.length ?? 0, other?.length ?? 0)).toBeGreaterThan(0);
  });

  it("refuses a migration that was edited after it was applied", async () => {
    await migrate({ url: database.url, directory });
    await writeFile(path.join(directory, "20261120090000_foundation", "migration.sql"), "SELECT 1;");
    await expect(migrate({ url: database.url, directory })).rejects.toThrow("edited");
  });

  it("refuses a database that a newer version has migrated", async () => {
    await addMigration("29990101000000_newer", "CREATE TABLE newer (id int);");
    await migrate({ url: database.url, directory });
    await expect(migrate({ url: database.url })).rejects.toThrow("29990101000000_newer");
  });

  it("leaves nothing of a migration that fails, and what came before it stays", async () => {
    await addMigration("29990101000000_half", "CREATE TABLE half (id int); SELECT 1 / 0;");
    await expect(migrate({ url: database.url, directory })).rejects.toThrow("29990101000000_half: division by zero");
    expect(await hasTable("half")).toBe(false);
    expect(await hasTable("servers")).toBe(true);
    await rm(path.join(directory, "29990101000000_half"), { recursive: true });
    expect(await migrate({ url: database.url, directory })).toEqual([]);
  });

  it("leaves literals and dollar quotes with semicolons alone", async () => {
    const body = "DO $$ BEGIN PERFORM 1; CREATE TABLE quoted (text text DEFAULT 'a;b'); END $$;";
    await addMigration("29990101000000_quotes", body);
    await migrate({ url: database.url, directory });
    expect(await hasTable("quoted")).toBe(true);
  });

  it("lets one operation run at a time for each server", async () => {
    await migrate({ url: database.url, directory });
    const insert = (state: string) =>
      database.query(
        `INSERT INTO operations (id, kind, state, server_id, subject, input, journal)
         VALUES (gen_random_uuid(), 'server.start', $1::"OperationState", $2, '{}', '{}', '[]')`,
        [state, server],
      );
    const server = "0190a000-0000-7000-8000-000000000001";
    const tenant = "0190a000-0000-7000-8000-000000000002";
    await database.query("INSERT INTO tenants (id, name) VALUES ($1, 'a')", [tenant]);
    await database.query(
      "INSERT INTO servers (id, tenant_id, name, state, vcpus, memory_bytes) VALUES ($1, $2, 'a', 'running', 1, 1)",
      [server, tenant],
    );
    await insert("running");
    await insert("waiting");
    await expect(insert("running")).rejects.toThrow("operations_one_running_per_server");
  });
});
