#!/usr/bin/env node
// @ts-check
// Stands in for Prisma's schema engine binary, which no npm package carries: the same JSON-RPC by standard input and
// output, answered by the engine's WebAssembly build. For development only; production runs `migrate.mjs`.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import pg from "pg";

/** The engine's code for "failed in a known way". */
const knownError = 4466;

const { values: options, positionals } = parseArgs({
  args: process.argv.slice(2),
  strict: false,
  allowPositionals: true,
  options: {
    version: { type: "boolean" },
    datasource: { type: "string" },
    datamodels: { type: "string", multiple: true },
  },
});

const databaseUrl = () => {
  const given = typeof options.datasource === "string" ? JSON.parse(options.datasource).url : undefined;
  const url = given ?? process.env.DATABASE_URL;
  if (!url) throw new Error("no database is named");
  return String(url);
};

/** @param {unknown} error */
const toPrismaCode = (error) => {
  const state = error instanceof Error && "code" in error ? error.code : undefined;
  if (state === "28P01" || state === "28000") return "P1000";
  if (state === "3D000") return "P1003";
  if (state === "42P04") return "P1009";
  return "P1001";
};

/** @param {string | undefined} command `can-connect-to-database`, `create-database` or `drop-database` */
const runCommand = async (command) => {
  const url = new URL(databaseUrl());
  const database = pg.escapeIdentifier(decodeURIComponent(url.pathname.slice(1)));
  if (command !== "can-connect-to-database") url.pathname = "/postgres";
  const client = new pg.Client({ connectionString: url.href });
  try {
    await client.connect();
    if (command === "create-database") await client.query(`CREATE DATABASE ${database}`);
    if (command === "drop-database") await client.query(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
    return 0;
  } catch (error) {
    const message = error instanceof Error && error.message ? error.message : String(error);
    const fields = { message, error_code: toPrismaCode(error), is_panic: false };
    const line = { timestamp: new Date().toISOString(), level: "ERROR", fields, target: "schema_engine::logger" };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    return 1;
  } finally {
    await client.end().catch(() => {});
  }
};

/** What the engine says last before it gives up; the exception that follows names only an unreachable instruction. */
let panic = "";
Object.assign(globalThis, {
  PRISMA_WASM_PANIC_REGISTRY: {
    set_message: (/** @type {string} */ message) => {
      panic = message;
    },
  },
});

/** Node can't import `.wasm` by itself without a flag, so the generated glue is tied to it here. */
const loadEngine = async () => {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = await import(pathToFileURL(path.join(folder, "schema_engine_bg.js")).href);
  const bytes = readFileSync(path.join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  if (typeof instance.exports.__wbindgen_start === "function") instance.exports.__wbindgen_start();
  const { createMigrationAdapter } = await import("./schema-engine-adapter.mjs");
  const files = Array.isArray(options.datamodels) ? options.datamodels.map(String) : [];
  const datamodels = files.length > 0 ? files.map((file) => [file, readFileSync(file, "utf8")]) : undefined;
  return glue.SchemaEngine.new({ datamodels }, () => {}, createMigrationAdapter(databaseUrl()));
};

/** @param {object} message */
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/** @param {unknown} error the engine puts its structured errors as JSON into the message */
const describeError = (error) => {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (panic !== "") return { is_panic: true, message: panic };
  const plain = { is_panic: false, message, error_code: code };
  try {
    return { ...plain, ...JSON.parse(message) };
  } catch {
    return plain;
  }
};

const serve = async () => {
  /** @type {unknown} */
  let current;
  // A panic leaves the engine's future for ever unfinished: nobody could catch it at the call.
  process.once("uncaughtException", (error) => {
    send({ id: current, error: { code: knownError, message: "schema engine", data: describeError(error) } });
    process.exitCode = 101;
    process.stdin.destroy();
  });
  /** @type {Promise<any> | undefined} */
  let engine;
  let printed = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const { id, method, params } = JSON.parse(line);
    // An answer to our own "print".
    if (method === undefined) continue;
    current = id;
    try {
      engine ??= loadEngine();
      const result = await (await engine)[method === "getDatabaseVersion" ? "version" : method](params);
      if (method === "diff" && typeof result?.stdout === "string") {
        printed += 1;
        send({ id: `print-${printed}`, method: "print", params: { content: result.stdout } });
      }
      send({ id, result: result ?? null });
    } catch (error) {
      send({ id, error: { code: knownError, message: "schema engine", data: describeError(error) } });
    }
  }
};

if (options.version) {
  process.stdout.write("schema-engine-cli wasm\n");
} else if (positionals[0] === "cli") {
  process.exitCode = await runCommand(positionals[1]);
} else {
  await serve();
  // Pools of the engine's adapter would keep the process.
  process.exit(0);
}
