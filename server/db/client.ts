import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { databaseUrl, env } from "../env";
import { log } from "../log";
import { PrismaClient } from "./generated/client";

const connect = () =>
  new PrismaClient({
    adapter: new PrismaPg(
      {
        application_name: "stillpoint",
        connectionString: databaseUrl(),
        connectionTimeoutMillis: 5_000,
        keepAlive: true,
        max: env().databasePool,
      },
      {
        // Without these two a connection that the server ends would end the process.
        onConnectionError: (error) => log.warn({ err: error }, "database connection lost"),
        onPoolError: (error) => log.warn({ err: error }, "database connection lost"),
      },
    ),
  });

// Next loads a module once for each bundle; the pool must be one for the process.
const store: typeof globalThis & { stillpointDb?: PrismaClient } = globalThis;

/** The one client of this process. The first query connects it, so a build or a test may import this without a database. */
export const db = (): PrismaClient => {
  store.stillpointDb ??= connect();
  return store.stillpointDb;
};

export const closeDb = async (): Promise<void> => {
  const client = store.stillpointDb;
  store.stillpointDb = undefined;
  await client?.$disconnect();
};
