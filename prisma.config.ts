import path from "node:path";
import { defineConfig } from "prisma/config";

// Prisma's own engine binary is not an npm package: its WebAssembly build speaks the same protocol through this front.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, "scripts/schema-engine.mjs");

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://stillpoint@127.0.0.1:5432/stillpoint" },
});
