// Ends a test's PostgreSQL and removes its folder as soon as the test's process has ended or says so: a run that is cut
// off tidies nothing up itself, and PostgreSQL outlives who started it.
import { rmSync } from "node:fs";
import path from "node:path";
import { stopPostgres } from "../scripts/postgres.mjs";

const [folder = "", dataDir = folder] = process.argv.slice(2);
// A terminal's Ctrl-C means the run, not its guard.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
process.stdin.resume().on("end", async () => {
  await stopPostgres({ dataDir: path.resolve(dataDir) });
  rmSync(folder, { recursive: true, force: true });
});
