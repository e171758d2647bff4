import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { kill, waitUntil } from "@/e2e/helpers/processes";
import { endAll, makeTemporaryDataFolder, statusOf } from "@/e2e/helpers/stack";
import { newId } from "@/lib/ids";
import { migrate } from "@/scripts/migrate.mjs";
import { node, root } from "@/scripts/paths.mjs";
import { findFreePort } from "@/scripts/ports.mjs";
import { startPostgres, stopPostgres } from "@/scripts/postgres.mjs";
import { hashPassword } from "@/server/auth/password";
import { type Figure, toFigure } from "../figures";
import { signInByHttp, type Target, timeMany } from "./load";
import { fillScratch } from "./scratch-rows";

const load = { concurrent: 20, count: 400 } as const;
const goalMs = 100;

/** A request that is turned away at the door: what the server itself takes while 20 wait. */
const empty: Target = { path: "/api/servers", status: 401 };

const makeAdmin = async (client: pg.Client) => {
  const admin = { email: "admin@scratch.example", password: randomBytes(12).toString("hex") };
  await client.query(
    "insert into users (id, email, name, locale, is_admin, password_hash) values ($1, $2, 'Admin', 'en', true, $3)",
    [newId(), admin.email, await hashPassword(admin.password)],
  );
  return admin;
};

const fill = async (databaseUrl: string) => {
  await migrate({ url: databaseUrl });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const admin = await makeAdmin(client);
    await fillScratch(client);
    const { rows } = await client.query("select id from servers order by name limit 1");
    return { admin, serverId: String(rows[0]?.id) };
  } finally {
    await client.end();
  }
};

const startWeb = async (dataDir: string, databaseUrl: string) => {
  const port = await findFreePort();
  const url = `http://localhost:${port}`;
  const logFile = path.join(dataDir, "web.log");
  const output = openSync(logFile, "a");
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    NODE_ENV: "production" as const,
    PORT: String(port),
    PUBLIC_URL: url,
    STILLPOINT_DATA: dataDir,
    STILLPOINT_SECRET: randomBytes(32).toString("hex"),
  };
  const child: ChildProcess = spawn(node, [path.join(root, "scripts/web.mjs")], {
    cwd: root,
    env,
    stdio: ["pipe", output, output],
  });
  closeSync(output);
  const isUp = await waitUntil(async () => (await statusOf(`${url}/sign-in`)) === 200, 60_000);
  if (!isUp) throw new Error(`web did not come up:\n${readFileSync(logFile, "utf8").slice(-4_000)}`);
  return { child, url };
};

const targetsOf = (serverId: string): Target[] => [
  { path: "/servers" },
  { path: "/servers?q=srv-1&sort=-newest" },
  { path: "/snapshots" },
  { path: "/snapshots?q=update-srv-19&sort=name" },
  { path: `/servers/${serverId}/snapshots` },
  { path: "/activity" },
  { path: "/tenants" },
  { path: "/people" },
  { path: "/images" },
  { path: "/api/servers" },
  { path: "/api/servers?q=srv-1&sort=-newest" },
  { path: "/api/snapshots" },
  { path: "/api/snapshots?q=update-srv-19&sort=name" },
  { path: "/api/snapshots?sort=-size&page=900" },
  { path: `/api/servers/${serverId}/snapshots` },
  { path: `/api/servers/${serverId}/snapshots/marks` },
  { path: "/api/operations" },
  { path: "/api/search?q=srv-19" },
];

/** Each list with 50,000 snapshots behind it: p95 of whole answers while 20 requests are always under way. */
export const measureLists = async (): Promise<Figure[]> => {
  const dataDir = makeTemporaryDataFolder();
  try {
    const { url: databaseUrl } = await startPostgres({ dataDir });
    const { admin, serverId } = await fill(databaseUrl);
    const { child, url } = await startWeb(dataDir, databaseUrl);
    const session = { url, cookie: await signInByHttp(url, admin) };
    const stranger = { url, cookie: "" };
    const figures: Figure[] = [];
    const measure = async (name: string, who: typeof session, target: Target, goal?: number) => {
      await timeMany(who, target, { concurrent: 4, count: 40 });
      const alone = await timeMany(who, target, { concurrent: 1, count: 40 });
      figures.push(toFigure({ name: `${name}, p95 alone`, unit: "ms", samples: alone, share: 0.95 }));
      const samples = await timeMany(who, target, load);
      figures.push(
        toFigure({ name: `${name}, p95 at 20`, unit: "ms", samples, share: 0.95, ...(goal !== undefined && { goal }) }),
      );
    };
    await measure("empty route before", stranger, empty);
    for (const target of targetsOf(serverId)) {
      const name = target.path.replace(serverId, "[id]");
      await measure(name, session, target, goalMs);
    }
    await measure("empty route after", stranger, empty);
    if (child.pid) kill(child.pid, "SIGTERM");
    return figures;
  } finally {
    await stopPostgres({ dataDir });
    await endAll(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  }
};
