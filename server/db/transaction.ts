import "server-only";
import { closeDb, db } from "./client";
import type { Prisma } from "./generated/client";

/** What repositories write through when several writes stand or fall together. */
export type Tx = Prisma.TransactionClient;

type Options = { isolation?: Prisma.TransactionIsolationLevel; timeoutMs?: number };

export const inTransaction = <T>(run: (tx: Tx) => Promise<T>, options: Options = {}): Promise<T> =>
  db().$transaction(run, { isolationLevel: options.isolation, maxWait: 5_000, timeout: options.timeoutMs ?? 10_000 });

/** Held until the transaction ends; those who ask for the same name wait in line. */
export const lockInTransaction = async (tx: Tx, name: string): Promise<void> => {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
};

/** Ends all connections; the process can end then, and a later query would connect anew. */
export const disconnect = (): Promise<void> => closeDb();
