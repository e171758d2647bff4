import "server-only";
import { z } from "zod";
import packageJson from "../package.json";
import { databaseVersion, findLatestHeartbeat } from "./db/heartbeats";
import { log } from "./log";

/** A part says something every few seconds; after this long it is taken for dead. */
const silentAfterMs = 15_000;

/** `reason` is a code: "databaseUnavailable", "workerSilent", "engineSilent", "machinesUnavailable". */
export type PartHealth = { status: "ok" } | { status: "bad"; reason: string };
export type Health = {
  status: "ok" | "bad";
  web: PartHealth;
  database: PartHealth;
  worker: PartHealth;
  engine: PartHealth;
};

export type Versions = { stillpoint: string; node: string; database: string; engine: string | null };

/** What of the engine's word matters here: the rest is for the views of servers. */
const engineDetail = z.object({ acceleration: z.enum(["kvm", "tcg", "none"]), version: z.string() });

const ok: PartHealth = { status: "ok" };
const bad = (reason: string): PartHealth => ({ reason, status: "bad" });

type Heartbeat = Awaited<ReturnType<typeof findLatestHeartbeat>>;

const isFresh = (heartbeat: Heartbeat): heartbeat is NonNullable<Heartbeat> =>
  heartbeat !== null && Date.now() - heartbeat.at.getTime() <= silentAfterMs;

const engineHealth = (heartbeat: Heartbeat): PartHealth => {
  // The worker speaks for the engine only when the engine has answered it.
  const detail = isFresh(heartbeat) ? engineDetail.safeParse(heartbeat.detail).data : undefined;
  if (!detail) return bad("engineSilent");
  return detail.acceleration === "none" ? bad("machinesUnavailable") : ok;
};

/** How each part is, with a reason as a code where it is bad. What cannot be known without the database is bad too. */
export const getHealth = async (): Promise<{ health: Health; versions: Versions | null }> => {
  try {
    const [database, worker, engine] = await Promise.all([
      databaseVersion(),
      findLatestHeartbeat("worker"),
      findLatestHeartbeat("engine"),
    ]);
    const parts = {
      database: ok,
      engine: engineHealth(engine),
      web: ok,
      worker: isFresh(worker) ? ok : bad("workerSilent"),
    };
    const isWell = Object.values(parts).every(({ status }) => status === "ok");
    return {
      health: { status: isWell ? "ok" : "bad", ...parts },
      versions: {
        database,
        engine: engineDetail.safeParse(engine?.detail).data?.version ?? null,
        node: process.versions.node,
        stillpoint: packageJson.version,
      },
    };
  } catch (error) {
    log.warn({ err: error }, "health: the database does not answer");
    const unknown = bad("databaseUnavailable");
    return { health: { database: unknown, engine: unknown, status: "bad", web: ok, worker: unknown }, versions: null };
  }
};
