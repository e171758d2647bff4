import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../scripts/postgres.mjs";
import { findSystemBinaries } from "../scripts/postgres-binaries.mjs";
import { guardDatabase } from "./guard-database";

declare module "vitest" {
  export interface ProvidedContext {
    /** A server of its own for the run; make databases on it by `createTestDatabase`. */
    databaseUrl: string;
  }
}

const chooseBinaries = () => {
  if (process.env.TEST_DATABASE !== "external") return {};
  const binaries = findSystemBinaries();
  if (!binaries) throw new Error("TEST_DATABASE=external needs the package postgresql");
  return { binaries };
};

/** One server for all files: the embedded one, or with TEST_DATABASE=external the distribution's. */
export const setup = async (project: TestProject) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), "stillpoint-test-"));
  // A crash of the machine would lose nothing that a test needs; a crash of the server loses nothing either way.
  const settings = { fsync: "off", full_page_writes: "off", synchronous_commit: "off" };
  const teardown = guardDatabase(dataDir);
  try {
    const { url } = await startPostgres({ dataDir, settings, ...chooseBinaries() });
    project.provide("databaseUrl", url);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
};
