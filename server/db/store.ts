import "server-only";
import type { Store } from "@/engine";
import { activityRepository } from "./activity-repository";
import { db } from "./client";
import { holdRepository } from "./hold-repository";
import { imageRepository } from "./image-repository";
import { operationRepository } from "./operation-repository";
import { serverRepository } from "./server-repository";
import { snapshotRepository } from "./snapshot-repository";
import { inTransaction, type Tx } from "./transaction";

const repositories = (tx: Tx) => ({
  activities: activityRepository(tx),
  holds: holdRepository(tx),
  images: imageRepository(tx),
  operations: operationRepository(tx),
  servers: serverRepository(tx),
  snapshots: snapshotRepository(tx),
});

/** Within a transaction a further one is the same one: what stands inside stands or falls with the whole. */
const storeWithin = (tx: Tx): Store => {
  const store: Store = { ...repositories(tx), transaction: (run) => run(store) };
  return store;
};

/** The engine's door to PostgreSQL. */
export const createStore = (): Store => ({
  ...repositories(db()),
  transaction: (run) => inTransaction((tx) => run(storeWithin(tx))),
});
