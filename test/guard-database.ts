import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const guard = fileURLToPath(new URL("./database-guard.mjs", import.meta.url));

/** Has the PostgreSQL of a data folder within `folder` ended, and the folder removed, by the returned function or with us. */
export const guardDatabase = (folder: string, dataDir = folder): (() => Promise<void>) => {
  const child = spawn(process.execPath, [guard, folder, dataDir], {
    stdio: ["pipe", "ignore", "inherit"],
    detached: true,
  });
  const ended = once(child, "exit");
  return async () => {
    child.stdin.end();
    const [code] = await ended;
    if (code !== 0) throw new Error(`the database in ${folder} could not be removed`);
  };
};
