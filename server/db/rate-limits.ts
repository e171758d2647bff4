import "server-only";
import { createHash } from "node:crypto";
import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "@/lib/errors";
import { db } from "./client";

const windowSeconds = 15 * 60;

/** Failed sign-ins within a quarter of an hour. An office behind one address has many people, an account one. */
export const signInLimits = { account: 10, address: 100 } as const;

const limiter = (kind: keyof typeof signInLimits) =>
  new RateLimiterPrisma({
    // The housekeeping below does this within our own transaction rules.
    clearExpiredByTimeout: false,
    duration: windowSeconds,
    keyPrefix: `signIn:${kind}`,
    points: signInLimits[kind],
    storeClient: db(),
    tableName: "rateLimit",
  });

/** Rows name nobody: an e-mail address that somebody tried is not kept as text. */
const keyOf = (value: string) => createHash("sha256").update(value).digest("base64url");

const consume = async (kind: keyof typeof signInLimits, value: string): Promise<void> => {
  try {
    await limiter(kind).consume(keyOf(value));
  } catch (error) {
    // When the counters cannot be kept the store's own error goes on: nobody gets in uncounted.
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new AppError("tooManyAttempts", { minutes: Math.max(1, Math.ceil(error.msBeforeNext / 60_000)) });
  }
};

type Attempt = { email: string; address: string | null };

/** Counts an attempt before it is checked, so that many at once are all counted. Throws `tooManyAttempts`. */
export const countSignIn = async ({ email, address }: Attempt): Promise<void> => {
  if (address) await consume("address", address);
  await consume("account", email);
};

/** It was right: the account starts anew, and the address gets this one back. */
export const forgiveSignIn = async ({ email, address }: Attempt): Promise<void> => {
  await limiter("account").delete(keyOf(email));
  if (address) await limiter("address").reward(keyOf(address), 1);
};

/** Removes counters whose window is over. */
export const clearRateLimits = async (): Promise<number> => {
  const { count } = await db().rateLimit.deleteMany({ where: { expire: { lt: new Date() } } });
  return count;
};
