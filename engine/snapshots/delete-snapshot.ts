import { AppError } from "@/lib/errors";
import { type Snapshot, toState } from "../model/snapshot";
import { defineOperation, type Step, type StepContext } from "../operations/definition";
import { once, type Requested, type Requester, writeOperation } from "../operations/request-operation";
import type { RequestPorts, Store } from "../ports";

/**
 * Writes the wish to delete; it waits in line behind what works on the server. The lock is looked at in the same
 * transaction that makes the snapshot "deleting", and a snapshot that is being deleted can't be locked any more:
 * whichever of the two comes first holds. Throws "snapshotLocked", "snapshotNotReady", "alreadyRunning", and
 * "serverBusy" when the whole server is being deleted.
 */
export const requestSnapshotDelete = (
  ports: RequestPorts,
  by: Requester,
  { snapshotId }: { snapshotId: string },
): Promise<Requested> =>
  once(ports, by, "snapshot.delete", (store) =>
    writeSnapshotDelete(ports, store, by, { snapshotId, onlyExpired: false }),
  );

/** `onlyExpired`: throws "conflict" when its expiry has been moved away meanwhile. */
export const writeSnapshotDelete = async (
  { clock }: RequestPorts,
  store: Store,
  by: Requester,
  { snapshotId, onlyExpired }: { snapshotId: string; onlyExpired: boolean },
): Promise<Requested> => {
  const { serverId } = await store.snapshots.get(snapshotId);
  const server = await store.servers.lock(serverId);
  const snapshot = await store.snapshots.lock(snapshotId);
  const now = clock.now();
  if (server.state === "deleting") throw new AppError("serverBusy");
  if (onlyExpired && (snapshot.expiresAt === null || snapshot.expiresAt > now)) throw new AppError("conflict");
  if (snapshot.state === "deleting") throw new AppError("alreadyRunning");
  await assertUnlocked(store, snapshot, now);
  await store.snapshots.update(snapshot.id, { state: toState(snapshot, "deleting") });
  return writeOperation(store, clock, by, {
    kind: "snapshot.delete",
    input: { serverId, snapshotId },
    subject: { server: server.name, snapshot: snapshot.name },
    tenantId: snapshot.tenantId,
    serverId,
    snapshotId,
  });
};

/** A failed snapshot holds nothing worth keeping: its lock is void. */
const assertUnlocked = async (store: Store, snapshot: Snapshot, now: number): Promise<void> => {
  const failed = snapshot.state === "failed" || snapshot.errorCode !== null;
  if (failed) return;
  const holds = await store.holds.listStanding(snapshot.id, now);
  if (holds.length > 0) throw new AppError("snapshotLocked", { name: snapshot.name });
};

type Kind = "snapshot.delete";

/** Before the first byte goes: the row must still say "deleting", and no lock may stand. */
const check: Step<Kind> = {
  key: "check",
  weight: 1,
  cancellable: true,
  run: async ({ input, ports }) => {
    await ports.store.transaction(async (store) => {
      await store.servers.lock(input.serverId);
      const snapshot = await store.snapshots.lock(input.snapshotId);
      await assertUnlocked(store, snapshot, ports.clock.now());
      if (snapshot.state !== "deleting") throw new AppError("snapshotNotReady", { name: snapshot.name });
    });
    return undefined;
  },
};

const remove: Step<Kind> = {
  key: "remove",
  weight: 8,
  run: async ({ input, ports, progress }) => {
    await ports.driver.snapshots.remove({ serverId: input.serverId, snapshotId: input.snapshotId }, { progress });
    return undefined;
  },
};

const forget: Step<Kind> = {
  key: "forget",
  weight: 1,
  commits: true,
  run: async ({ input, ports }) => {
    await ports.store.transaction(async (store) => {
      await store.servers.lock(input.serverId);
      if (await store.snapshots.find(input.snapshotId)) await store.snapshots.remove(input.snapshotId);
    });
    return undefined;
  },
};

export const deleteSnapshot = defineOperation({
  kind: "snapshot.delete",
  steps: () => [check, remove, forget],
  settle: async (context, { error }) => {
    const { store } = context.ports;
    const snapshot = await store.snapshots.find(context.input.snapshotId);
    if (snapshot?.state !== "deleting") return;
    const wasReady = snapshot.takenAt !== null && snapshot.errorCode === null;
    if (wasReady && (await mayBeWhole(context))) return store.snapshots.update(snapshot.id, { state: "ready" });
    await store.snapshots.update(snapshot.id, {
      state: "failed",
      errorCode: snapshot.errorCode ?? error.code,
      errorParams: snapshot.errorParams ?? error.params,
    });
  },
});

/**
 * What the machine holds decides: a snapshot that is still whole is Ready again, a broken one says so. Where the machine
 * can't be asked it counts as whole: a failed one loses its lock, and a revert proves the snapshot before it begins.
 */
const mayBeWhole = async ({ input, ports }: Pick<StepContext<Kind>, "input" | "ports">): Promise<boolean> => {
  try {
    const kept = await ports.driver.snapshots.list(input.serverId);
    return kept.some(({ snapshotId, complete }) => complete && snapshotId === input.snapshotId);
  } catch (error) {
    if (error instanceof AppError && error.code === "notFound") return false;
    ports.log.warn("snapshot.notListed", { ...input, error });
    return true;
  }
};
