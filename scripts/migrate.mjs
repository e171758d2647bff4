// @ts-check
// Applies prisma/migrations with Prisma's own bookkeeping, so that `prisma migrate status` agrees; Prisma's command
// line is a development dependency and is not there in production.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { root } from "./paths.mjs";

/** The number that Prisma Migrate locks, too. */
const lock = 72707369;

const bookkeeping = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

/** @typedef {{ name: string, sql: string, checksum: string }} Migration */

/**
 * @param {string} directory
 * @returns {Migration[]} in the order of their names, which begin with their time
 */
const readMigrations = (directory) =>
  readdirSync(directory)
    .sort()
    .map((name) => ({ name, file: path.join(directory, name, "migration.sql") }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => {
      const sql = readFileSync(file, "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });

/**
 * What is left to apply. Refuses where database and folder tell different stories.
 * @param {Migration[]} migrations
 * @param {{ migration_name: string, checksum: string, finished_at: Date | null }[]} rows
 */
const planMigrations = (migrations, rows) => {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const name = row.migration_name;
    const migration = known.get(name);
    if (!row.finished_at) throw new Error(`migration ${name} failed earlier: settle it with prisma migrate resolve`);
    if (!migration) throw new Error(`the database has migration ${name}, which this version does not know`);
    if (migration.checksum !== row.checksum) throw new Error(`migration ${name} was edited after it was applied`);
    known.delete(name);
  }
  return [...known.values()];
};

/**
 * One transaction a migration: it is applied and noted, or nothing of it is left.
 * @param {pg.Client} client
 * @param {Migration} migration
 */
const apply = async (client, { name, sql, checksum }) => {
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count")
       VALUES ($1, $2, $3, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`migration ${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
};

/**
 * Brings the database up to date and returns the names of what it applied. Several may be called at once: one works,
 * the others wait and find nothing left.
 * @param {{ url: string, directory?: string, log?: (line: string) => void }} options
 * @returns {Promise<string[]>}
 */
export const migrate = async ({ url, directory = path.join(root, "prisma/migrations"), log = () => {} }) => {
  const migrations = readMigrations(directory);
  if (migrations.length === 0) throw new Error(`there are no migrations in ${directory}`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [lock]);
    await client.query(bookkeeping);
    const { rows } = await client.query(
      'SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL',
    );
    const left = planMigrations(migrations, rows);
    for (const migration of left) {
      await apply(client, migration);
      log(`applied ${migration.name}`);
    }
    return left.map(({ name }) => name);
  } finally {
    // The lock ends with the connection.
    await client.end();
  }
};
