import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { inject } from "vitest";
import { migrate } from "../scripts/migrate.mjs";

export type TestDatabase = { url: string; query: pg.Client["query"]; drop: () => Promise<void> };

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
};

/** The server's own cleaner may be at work in it, whom only a superuser may send away; it is soon gone by itself. */
const dropDatabase = async (admin: pg.Client, name: string, triesLeft = 50): Promise<void> => {
  try {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  } catch (error) {
    if (triesLeft === 0 || !(error instanceof pg.DatabaseError) || error.code !== "42501") throw error;
    await pause(200);
    await dropDatabase(admin, name, triesLeft - 1);
  }
};

/** A database of the test's own on the run's server, with all migrations unless `migrated` is false. */
export const createTestDatabase = async ({ migrated = true } = {}): Promise<TestDatabase> => {
  const serverUrl = inject("databaseUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = await connect(serverUrl);
  await admin.query(`CREATE DATABASE ${name}`);
  const address = new URL(serverUrl);
  address.pathname = `/${name}`;
  const url = address.href;
  if (migrated) await migrate({ url });
  const client = await connect(url);
  return {
    url,
    query: client.query.bind(client),
    drop: async () => {
      await client.end();
      await dropDatabase(admin, name);
      await admin.end();
    },
  };
};
