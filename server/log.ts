import "server-only";
import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";
import { env } from "./env";

export type LogContext = { requestId?: string; operationId?: string };

const storage = new AsyncLocalStorage<LogContext>();

/** Each line that is written inside `run`, however deep, carries these ids. Contexts nest. */
export const withRequest = <T>(context: LogContext, run: () => T): T =>
  storage.run({ ...storage.getStore(), ...context }, run);

export const logContext = (): LogContext => storage.getStore() ?? {};

const secrets = ["authorization", "cookie", "csrfToken", "password", "passwordHash", "secret", "token", "url"];

/** One JSON line an event. Secrets are cut out by their field's name, two levels deep. */
export const log = pino({
  base: { pid: process.pid },
  formatters: { level: (label) => ({ level: label }) },
  level: env().logLevel,
  mixin: () => ({ ...storage.getStore() }),
  redact: {
    censor: "[cut]",
    paths: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  },
  timestamp: pino.stdTimeFunctions.isoTime,
});
