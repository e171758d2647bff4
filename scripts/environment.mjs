// @ts-check
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { SetupError } from "./packages.mjs";
import { isPortFree } from "./ports.mjs";

/**
 * The secret that sessions are signed with: STILLPOINT_SECRET, else one that is made once and kept.
 * @param {string} dataDir
 */
const findSecret = (dataDir) => {
  if (process.env.STILLPOINT_SECRET) return process.env.STILLPOINT_SECRET;
  const file = path.join(dataDir, "secret");
  if (!existsSync(file)) {
    const aside = `${file}.new`;
    writeFileSync(aside, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
    renameSync(aside, file);
  }
  return readFileSync(file, "utf8").trim();
};

const firstPort = 3000;

/**
 * PORT, else the first free one from 3000 on.
 * @param {string} host
 */
const choosePort = async (host) => {
  const wanted = process.env.PORT ? Number(process.env.PORT) : null;
  if (wanted !== null) {
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 65_535)
      throw new SetupError(`PORT=${process.env.PORT} is no port.`);
    if (!(await isPortFree(wanted, host))) throw new SetupError(`Port ${wanted} is taken; another one goes into PORT.`);
    return wanted;
  }
  for (let port = firstPort; port < firstPort + 100; port += 1) {
    if (await isPortFree(port, host)) return port;
  }
  throw new SetupError("No port from 3000 to 3099 is free; one goes into PORT.");
};

/**
 * What web, worker and seed are told.
 * @param {{ dataDir: string, databaseUrl: string }} options
 */
export const prepareEnvironment = async ({ dataDir, databaseUrl }) => {
  const host = process.env.HOST || "127.0.0.1";
  const port = await choosePort(host);
  const address = (process.env.PUBLIC_URL || `http://localhost:${port}`).replace(/\/$/, "");
  const secret = findSecret(dataDir);
  return {
    /** Where people go. */
    address,
    /** Where this machine reaches it, whatever stands before it. */
    localAddress: `http://${host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "[::1]" : host}:${port}`,
    env: {
      NODE_ENV: process.env.NODE_ENV || "production",
      NEXT_TELEMETRY_DISABLED: "1",
      DATABASE_URL: databaseUrl,
      HOST: host,
      PORT: String(port),
      PUBLIC_URL: address,
      NEXTAUTH_URL: address,
      STILLPOINT_SECRET: secret,
      NEXTAUTH_SECRET: secret,
      STILLPOINT_DATA: dataDir,
    },
  };
};
