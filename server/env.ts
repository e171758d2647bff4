import "server-only";
import { isIP } from "node:net";
import { z } from "zod";

/** An empty variable counts as one that is not set: shells and unit files often leave them so. */
const unsetWhenEmpty = (value: unknown) => (value === "" ? undefined : value);
const optional = <S extends z.ZodType>(schema: S) => z.preprocess(unsetWhenEmpty, schema.optional());
const whole = (fallback: number) =>
  z.preprocess(unsetWhenEmpty, z.coerce.number().int().min(1).max(100).default(fallback));
const address = z.url({ protocol: /^https?$/ });

const subnet = z.string().refine((value) => {
  const [host = "", bits, ...rest] = value.split("/");
  const version = isIP(host);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
});

const schema = z.object({
  DATABASE_POOL: whole(10),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  LOG_LEVEL: z.preprocess(
    unsetWhenEmpty,
    z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  ),
  NEXTAUTH_SECRET: optional(z.string().min(32)),
  NEXTAUTH_URL: optional(address),
  OIDC_CLIENT_ID: optional(z.string()),
  OIDC_CLIENT_SECRET: optional(z.string()),
  OIDC_ISSUER: optional(address),
  OIDC_NAME: z.preprocess(unsetWhenEmpty, z.string().max(40).default("OpenID Connect")),
  PUBLIC_URL: optional(address),
  /** Set by scripts/web.mjs, which overwrites the address header on each request; without it the header is not believed. */
  STILLPOINT_ADDRESS_HEADER: z.preprocess(unsetWhenEmpty, z.literal("1").optional()),
  STILLPOINT_DATA: z.preprocess(unsetWhenEmpty, z.string().default("./var")),
  STILLPOINT_SECRET: optional(z.string().min(32)),
  TRUSTED_PROXIES: z.preprocess(
    (value) =>
      typeof value === "string"
        ? value
            .split(",")
            .map((entry) => entry.trim())
            .filter(Boolean)
        : [],
    z.array(subnet),
  ),
});

const oidcOf = (raw: z.output<typeof schema>) => {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_ISSUER: issuer, OIDC_NAME: name } = raw;
  return issuer && clientId && clientSecret
    ? { issuer: issuer.replace(/\/$/, ""), clientId, clientSecret, name }
    : null;
};

const read = () => {
  const parsed = schema.safeParse(process.env);
  if (!parsed.success) {
    // Names only: a value may be a secret.
    const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".")))];
    throw new Error(`These environment variables are not valid: ${names.join(", ")}`);
  }
  const raw = parsed.data;
  const publicUrl = raw.PUBLIC_URL ?? raw.NEXTAUTH_URL ?? "http://localhost:3000";
  return {
    addressHeader: raw.STILLPOINT_ADDRESS_HEADER === "1",
    data: raw.STILLPOINT_DATA,
    databasePool: raw.DATABASE_POOL,
    databaseUrl: raw.DATABASE_URL,
    isDevelopment: process.env.NODE_ENV === "development",
    logLevel: raw.LOG_LEVEL,
    oidc: oidcOf(raw),
    publicUrl,
    secret: raw.STILLPOINT_SECRET ?? raw.NEXTAUTH_SECRET,
    /** Behind https the cookies are Secure and carry the prefixes that browsers enforce. */
    secureCookies: publicUrl.startsWith("https://"),
    trustedProxies: raw.TRUSTED_PROXIES,
  };
};

export type Env = ReturnType<typeof read>;
let known: Env | undefined;

/** The environment, read and checked at first use, so that a build or a test needs none of it. */
export const env = (): Env => {
  known ??= read();
  return known;
};

export const databaseUrl = (): string => {
  const url = env().databaseUrl;
  if (!url) throw new Error("DATABASE_URL is not set");
  return url;
};

export const sessionSecret = (): string => {
  const secret = env().secret;
  if (!secret) throw new Error("STILLPOINT_SECRET is not set");
  return secret;
};
