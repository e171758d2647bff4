import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { migrate } from "../scripts/migrate.mjs";

export type TestDatabase = { url: string; query: pg.Client["query"]; drop: () => Promise<void> };

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
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
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
};
