import type { ErrorCode, ErrorParams } from "@/lib/errors";
import type { Driver } from "./drivers/driver";
import type { SnapshotUsage } from "./drivers/snapshot-usage";
import type { Hold } from "./model/hold";
import type { Image } from "./model/image";
import type { JournalEntry, Operation, OperationState, StepKey } from "./model/operation";
import type { Server, ServerConfig } from "./model/server";
import type { Snapshot } from "./model/snapshot";

/** Time, so that tests can hold it. `now` is ms since 1970 UTC. */
export interface Clock {
  now(): number;
}

export interface Log {
  info(event: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void;
  error(event: string, fields?: Readonly<Record<string, unknown>>): void;
}

/** Every write is announced to the panel in the same transaction; nobody else needs to. */
export interface ServerRepository {
  find(id: string): Promise<Server | null>;
  /** Throws AppError "notFound". */
  get(id: string): Promise<Server>;
  /** The row, held against others until the transaction ends. Always taken before a snapshot's. */
  lock(id: string): Promise<Server>;
  isNameTaken(tenantId: string, name: string): Promise<boolean>;
  /** Throws AppError "nameTaken". */
  insert(server: Server): Promise<void>;
  update(id: string, patch: Partial<Omit<Server, "id" | "tenantId" | "disks" | "nics">>): Promise<void>;
  /** Notes what was seen of the machine, unless the row is in another state by now or an operation runs. */
  observe(
    id: string,
    from: Server["state"],
    seen: Pick<Server, "state" | "agent" | "webPort" | "startedAt">,
  ): Promise<void>;
  /** Writes what the server is made of; disks that it had before keep what is noted of their use. */
  configure(id: string, config: ServerConfig): Promise<void>;
  updateDiskUse(id: string, disks: readonly { id: string; usedBytes: number }[]): Promise<void>;
  remove(id: string): Promise<void>;
  /** All that have a machine, with whether an operation is working on them. */
  listObserved(): Promise<readonly ObservedServer[]>;
}
export type ObservedServer = Pick<Server, "id" | "name" | "tenantId" | "state" | "agent" | "webPort" | "startedAt"> & {
  busy: boolean;
};

export interface SnapshotRepository {
  find(id: string): Promise<Snapshot | null>;
  /** Throws AppError "notFound". */
  get(id: string): Promise<Snapshot>;
  lock(id: string): Promise<Snapshot>;
  /** `except`: the snapshot that may keep its own name. */
  isNameTaken(serverId: string, name: string, except?: string): Promise<boolean>;
  insert(snapshot: Snapshot): Promise<void>;
  update(id: string, patch: Partial<Omit<Snapshot, "id" | "tenantId" | "serverId">>): Promise<void>;
  /** Removes the row; its children and the "you are here" of its server go to its parent. */
  remove(id: string): Promise<void>;
  removeAllOf(serverId: string): Promise<void>;
  listByServer(serverId: string): Promise<readonly Snapshot[]>;
  /**
   * Ready ones at or past their expiry on which no lock stands, oldest first; without those whose deletion was tried
   * after `triedSince`, so that one which can't be deleted is not tried without end.
   */
  listExpired(now: number, options: { triedSince: number; limit: number }): Promise<readonly Snapshot[]>;
}

export interface HoldRepository {
  /** Locks that stand at `now`. */
  listStanding(snapshotId: string, now: number): Promise<readonly Hold[]>;
  /** Names of a server's snapshots on which a lock stands at `now`; failed snapshots' locks are void. */
  listLockedNames(serverId: string, now: number): Promise<readonly string[]>;
  insert(hold: Hold): Promise<void>;
  releaseAll(snapshotId: string, now: number): Promise<void>;
}

export type NewOperation = Pick<
  Operation,
  "id" | "kind" | "tenantId" | "serverId" | "snapshotId" | "imageId" | "subject" | "input" | "requestId" | "createdById"
> & { idempotencyKey: string | null; createdAt: number };

export interface OperationRepository {
  find(id: string): Promise<Operation | null>;
  get(id: string): Promise<Operation>;
  findByIdempotencyKey(key: string): Promise<Operation | null>;
  /** Writes the row and its job in one go: either both are there or none. */
  insert(operation: NewOperation): Promise<void>;
  /** Waiting or running ones of a server, oldest first. */
  listActive(serverId: string): Promise<readonly Pick<Operation, "id" | "kind" | "state">[]>;
  /**
   * Makes the operation the worker's, until the lease ends: a waiting one whose server nobody works on and before
   * which none waits, or a running one whose worker let its lease run out. null when it can't be had now.
   */
  claim(id: string, claim: { workerId: string; now: number; leaseUntil: number }): Promise<Operation | null>;
  /** Prolongs the lease. */
  renew(id: string, claim: { workerId: string; leaseUntil: number }): Promise<Held>;
  saveJournal(
    id: string,
    workerId: string,
    change: { journal: readonly JournalEntry[]; step?: StepKey; percent?: number; cancellable?: boolean },
  ): Promise<Held>;
  saveProgress(id: string, workerId: string, percent: number): Promise<void>;
  finish(
    id: string,
    workerId: string,
    end: {
      state: Extract<OperationState, "done" | "failed" | "cancelled">;
      now: number;
      code?: ErrorCode;
      params?: ErrorParams;
    },
  ): Promise<Pick<Held, "lost">>;
  /**
   * Notes the wish: one that has not begun ends before its first step, a running one in or right after a step that
   * allows it. Throws "notCancellable".
   */
  requestCancel(id: string): Promise<void>;
  /** Ids of those that `claim` would give now, oldest first. */
  listClaimable(now: number): Promise<readonly string[]>;
  /** Of the ids given, those of operations that have ended and could take back all that they had to. */
  listFinished(ids: readonly string[]): Promise<readonly string[]>;
}

/** `lost` when another worker has the operation by now, or it has ended. */
export type Held = { lost: boolean; cancelRequested: boolean };

export interface ImageRepository {
  find(id: string): Promise<Image | null>;
  get(id: string): Promise<Image>;
  lock(id: string): Promise<Image>;
  isNameTaken(name: string): Promise<boolean>;
  findByName(name: string): Promise<Image | null>;
  /** Throws AppError "nameTaken". */
  insert(image: Image): Promise<void>;
  update(id: string, patch: Partial<Omit<Image, "id">>): Promise<void>;
  remove(id: string): Promise<void>;
  /** Servers that were made from it and are still being made. */
  countPendingUses(id: string): Promise<number>;
}

/** Who holds which bytes of a server, as it was last measured. */
export interface UsageRepository {
  /** Asks for it to be measured at `at`, or earlier if it was to be already. Unknown server: nothing happens. */
  ask(serverId: string, at: number): Promise<void>;
  /** Ids of servers whose time has come and on which nothing works or waits to, longest due first. */
  listDue(now: number, limit: number): Promise<readonly string[]>;
  /** `dueAt`: when it is to be measured again; null: after the next operation. */
  save(serverId: string, measured: { usage: SnapshotUsage; measuredAt: number; dueAt: number | null }): Promise<void>;
  /** It could not be measured now: the old figures stay under their time. */
  postpone(serverId: string, dueAt: number): Promise<void>;
}

/** What happened by itself; what people do is noted by the panel's own doors. */
export interface ActivityRepository {
  insert(entry: {
    event: string;
    tenantId: string | null;
    serverId: string | null;
    outcome: "ok" | ErrorCode;
    details: Readonly<Record<string, string | number | boolean | null>>;
    at: number;
  }): Promise<void>;
}

/** Whatever goes wrong within is an AppError of ours or a StoreFailure. */
export interface Store {
  readonly servers: ServerRepository;
  readonly snapshots: SnapshotRepository;
  readonly holds: HoldRepository;
  readonly operations: OperationRepository;
  readonly images: ImageRepository;
  readonly activities: ActivityRepository;
  readonly usages: UsageRepository;
  /** All or nothing. The store handed in sees its own writes. */
  transaction<T>(run: (store: Store) => Promise<T>): Promise<T>;
}

/** Places where a test may end the process; nothing is called outside tests. */
export interface FaultPoints {
  reach(point: string): Promise<void>;
}

/**
 * Who may touch a machine, among all processes of this host. The operation's row can't say it alone: a worker that
 * stood still for longer than its lease may be in the middle of a step when another one takes the operation over.
 */
export interface MachineLocks {
  /** Takes the machine until `release` or the end of the process, however it ends; null when somebody has it. */
  take(id: string): Promise<{ release(): Promise<void> } | null>;
}

/** What requests need: no machine is touched. */
export type RequestPorts = { store: Store; clock: Clock };

/** What the worker needs besides. */
export type WorkerPorts = RequestPorts & {
  driver: Driver;
  machines: MachineLocks;
  log: Log;
  /** Folder below which images and uploads lie. */
  dataDir: string;
  faults?: FaultPoints;
};
