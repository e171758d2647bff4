import { AppError } from "@/lib/errors";
import { type Snapshot, toState } from "../model/snapshot";
import { defineOperation, type Step } from "../operations/definition";
import { once, type Requested, type Requester, writeOperation } from "../operations/request-operation";
import type { RequestPorts, Store } from "../ports";

/**
 * Writes the wish to delete; it waits in line behind what works on the server. The lock is looked at in the same
 * transaction that makes the snapshot "deleting", and a snapshot that is being deleted can't be locked any more:
 * whichever of the two comes first holds. Throws "snapshotLocked", "snapshotNotReady".
 */
export const requestSnapshotDelete = (
  ports: RequestPorts,
  by: Requester,
  { snapshotId }: { snapshotId: string },
): Promise<Requested> =>
  once(ports, by, "snapshot.delete", async (store) => {
    const { serverId } = await store.snapshots.get(snapshotId);
    const server = await store.servers.lock(serverId);
    const snapshot = await store.snapshots.lock(snapshotId);
    await assertUnlocked(store, snapshot, ports.clock.now());
    if (snapshot.state === "deleting") throw new AppError("alreadyRunning");
    await store.snapshots.update(snapshot.id, { state: toState(snapshot, "deleting") });
    return writeOperation(store, ports.clock, by, {
      kind: "snapshot.delete",
      input: { serverId, snapshotId },
      subject: { server: server.name, snapshot: snapshot.name },
      tenantId: snapshot.tenantId,
      serverId,
      snapshotId,
    });
  });

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
  // What the disks hold decides: a snapshot that is still whole is Ready again, a broken one says so.
  settle: async ({ input, ports }, { error }) => {
    const snapshot = await ports.store.snapshots.find(input.snapshotId);
    if (snapshot?.state !== "deleting") return;
    const kept = await ports.driver.snapshots.list(input.serverId);
    const whole = kept.some(({ snapshotId, complete }) => complete && snapshotId === input.snapshotId);
    const wasReady = snapshot.takenAt !== null && snapshot.errorCode === null;
    await ports.store.snapshots.update(
      snapshot.id,
      whole && wasReady
        ? { state: "ready" }
        : {
            state: "failed",
            errorCode: snapshot.errorCode ?? error.code,
            errorParams: snapshot.errorParams ?? error.params,
          },
    );
  },
});
