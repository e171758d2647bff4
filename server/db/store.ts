import "server-only";
import { type Store, StoreFailure } from "@/engine";
import { AppError } from "@/lib/errors";
import { activityRepository } from "./activity-repository";
import { db } from "./client";
import { holdRepository } from "./hold-repository";
import { imageRepository } from "./image-repository";
import { operationRepository } from "./operation-repository";
import { serverRepository } from "./server-repository";
import { snapshotRepository } from "./snapshot-repository";
import { inTransaction, type Tx } from "./transaction";
import { usageRepository } from "./usage-repository";

const toStoreError = (error: unknown) =>
  error instanceof AppError || error instanceof StoreFailure ? error : new StoreFailure(error);

/** The engine must tell a database that is away from a machine that fails; drivers of databases have many words for it. */
const withStoreErrors = <T extends object>(repository: T): T =>
  new Proxy(repository, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== "function") return value;
      return async (...given: unknown[]): Promise<unknown> => {
        try {
          return await Reflect.apply(value, target, given);
        } catch (error) {
          throw toStoreError(error);
        }
      };
    },
  });

const repositories = (tx: Tx) => ({
  activities: withStoreErrors(activityRepository(tx)),
  holds: withStoreErrors(holdRepository(tx)),
  images: withStoreErrors(imageRepository(tx)),
  operations: withStoreErrors(operationRepository(tx)),
  servers: withStoreErrors(serverRepository(tx)),
  snapshots: withStoreErrors(snapshotRepository(tx)),
  usages: withStoreErrors(usageRepository(tx)),
});

/** Within a transaction a further one is the same one: what stands inside stands or falls with the whole. */
const storeWithin = (tx: Tx): Store => {
  const store: Store = { ...repositories(tx), transaction: (run) => run(store) };
  return store;
};

const transaction: Store["transaction"] = async (run) => {
  let own: { error: unknown } | undefined;
  try {
    return await inTransaction(async (tx) => {
      try {
        return await run(storeWithin(tx));
      } catch (error) {
        own = { error };
        throw error;
      }
    });
  } catch (error) {
    // What the caller threw is the caller's; all else is the database's.
    throw own ? own.error : toStoreError(error);
  }
};

/** The engine's door to PostgreSQL. */
export const createStore = (): Store => ({ ...repositories(db()), transaction });
