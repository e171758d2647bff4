import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import type { Stack } from "./stack";

/** A look into the product's own database, for what no page tells. */
export const query = async <Row extends object>(
  { dataDir }: Stack,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> => {
  const read = (name: string) => readFileSync(path.join(dataDir, "postgres", name), "utf8").trim();
  const client = new pg.Client({
    database: "stillpoint",
    host: "127.0.0.1",
    password: read("password"),
    port: Number(read("port")),
    user: "stillpoint",
  });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
};

export type ServerInDatabase = { id: string; webPort: number; state: string };
