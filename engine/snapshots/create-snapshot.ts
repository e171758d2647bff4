import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { configOf, type Server } from "../model/server";
import {
  type Consistency,
  defaultName,
  maxDescriptionLength,
  maxNameLength,
  nameKeyOf,
  type Snapshot,
  type SnapshotMode,
  type SnapshotOrigin,
  toState,
} from "../model/snapshot";
import { defineOperation, type Step, type StepContext } from "../operations/definition";
import { once, type Requested, type Requester, writeOperation } from "../operations/request-operation";
import type { RequestPorts, Store } from "../ports";
import { goOn, recordPower, settlePower, startIfLost } from "../servers/machine-power";
import { stopTimeoutMs } from "../servers/power-server";
import { freeName } from "./free-name";

export type SnapshotRequest = {
  serverId: string;
  /** Blank: a sensible one is made. */
  name: string;
  description: string;
  mode: SnapshotMode;
  /** Bring the file systems to rest for its instant; for a running instance whose agent answers, not with `stop`. */
  quiesce?: boolean;
  lock: boolean;
  lockReason?: string;
  /** ms since 1970 UTC; null never expires. */
  expiresAt: number | null;
  origin?: SnapshotOrigin;
};

/** Room that must be left on the host before a snapshot is begun, beside the guest's RAM. */
const reserveBytes = 256 * 1024 * 1024;

/**
 * Writes the wish for a snapshot; it waits in line behind what works on the server.
 * Throws "nameTaken", "expiryInPast", "memoryNeedsRunning", "stopNeedsRunning", "quiesceNeedsRunning",
 * "agentUnavailable", "serverStateUnknown", "inputInvalid".
 */
export const requestSnapshot = (
  ports: RequestPorts,
  by: Requester,
  wish: SnapshotRequest,
): Promise<Requested & { snapshotId: string }> => {
  const snapshotId = newId();
  return once(ports, by, "snapshot.create", async (store) => {
    const now = ports.clock.now();
    const server = await store.servers.lock(wish.serverId);
    assertMode(server, wish.mode);
    if (wish.quiesce) assertQuiesce(server, wish.mode);
    if (wish.expiresAt !== null && wish.expiresAt <= now) throw new AppError("expiryInPast");
    const name = await nameFor(store, server, wish.name, now);
    if (wish.description.length > maxDescriptionLength) throw new AppError("inputInvalid");
    await store.snapshots.insert({ ...blank(server, snapshotId, now), name, ...pick(wish), createdById: by.userId });
    if (wish.lock) {
      const hold = { id: newId(), snapshotId, userId: by.userId, reason: wish.lockReason ?? "", createdAt: now };
      await store.holds.insert({ ...hold, endsAt: null });
    }
    return writeOperation(store, ports.clock, by, {
      kind: "snapshot.create",
      input: { serverId: server.id, snapshotId, mode: wish.mode, quiesce: wish.quiesce ?? false, stopTimeoutMs },
      subject: { server: server.name, snapshot: name },
      tenantId: server.tenantId,
      serverId: server.id,
      snapshotId,
    });
  }).then(async ({ operationId }) => {
    const operation = await ports.store.operations.get(operationId);
    return { operationId, snapshotId: operation.snapshotId ?? snapshotId };
  });
};

const pick = ({ description, mode, quiesce = false, expiresAt, origin = "manual" }: SnapshotRequest) => ({
  description: description.trim(),
  mode,
  quiesce,
  expiresAt,
  origin,
});

const blank = (server: Server, id: string, now: number): Omit<Snapshot, "name"> => ({
  id,
  tenantId: server.tenantId,
  serverId: server.id,
  parentId: null,
  description: "",
  mode: "disks",
  quiesce: false,
  state: "pending",
  origin: "manual",
  consistency: null,
  config: configOf(server),
  memoryMethod: null,
  memorySha256: null,
  pauseMs: null,
  frozenMs: null,
  diskBytes: null,
  memoryBytes: null,
  takenAt: null,
  expiresAt: null,
  errorCode: null,
  errorParams: null,
  createdAt: now,
  createdById: null,
});

const assertMode = (server: Server, mode: SnapshotMode): void => {
  if (server.state === "unknown") throw new AppError("serverStateUnknown", { name: server.name });
  if (server.state === "running" || (server.state === "stopped" && mode === "disks")) return;
  if (server.state !== "stopped") throw new AppError("serverBusy");
  throw new AppError(mode === "memory" ? "memoryNeedsRunning" : "stopNeedsRunning");
};

/** Of an agent of which nothing is known yet, the machine itself tells when its turn comes. */
const assertQuiesce = (server: Server, mode: SnapshotMode): void => {
  if (mode === "stop") throw new AppError("inputInvalid");
  if (server.state !== "running") throw new AppError("quiesceNeedsRunning");
  if (server.agent === false) throw new AppError("agentUnavailable");
};

const nameFor = async (store: Store, server: Server, given: string, now: number): Promise<string> => {
  const name = given.normalize("NFC").trim();
  if (name.length > maxNameLength) throw new AppError("inputInvalid");
  if (name) {
    if (await store.snapshots.isNameTaken(server.id, nameKeyOf(name))) throw new AppError("nameTaken", { name });
    return name;
  }
  return freeName(store, server.id, defaultName(server.name, now));
};

type Kind = "snapshot.create";

const check: Step<Kind> = {
  key: "check",
  weight: 1,
  cancellable: true,
  run: async ({ input, ports }) => {
    const server = await ports.store.servers.get(input.serverId);
    const power = await settlePower(ports, server);
    if (input.mode === "memory" && power !== "running") throw new AppError("memoryNeedsRunning");
    const { freeBytes } = await ports.driver.space();
    const neededBytes = reserveBytes + (input.mode === "memory" ? server.memoryBytes : 0);
    if (freeBytes < neededBytes) throw new AppError("diskFull", { freeBytes, neededBytes });
    const snapshot = await ports.store.snapshots.get(input.snapshotId);
    await ports.store.snapshots.update(snapshot.id, { state: toState(snapshot, "creating") });
    return { wasRunning: power === "running" };
  },
};

const stop: Step<Kind> = {
  key: "stop",
  weight: 8,
  run: async ({ input, ports, signal }) => {
    await ports.driver.servers.stop(input.serverId, { timeoutMs: input.stopTimeoutMs, signal });
    return undefined;
  },
  undo: async ({ input, ports, left }) => {
    if (left("check")?.wasRunning !== true) return;
    await ports.driver.servers.start(input.serverId);
    await recordPower(ports, input.serverId);
  },
};

const capture: Step<Kind> = {
  key: "capture",
  weight: 10,
  run: async ({ input, ports, progress }) => {
    const [outcome] = await ports.driver.snapshots.create([targetOf(input)], {
      mode: input.mode === "memory" ? "memory" : "disks",
      quiesce: input.quiesce,
      progress,
    });
    if (!outcome) throw new AppError("engineFailed");
    const { takenAt, pauseMs, memory, quiesced } = outcome;
    return {
      takenAt,
      pauseMs,
      frozenMs: quiesced?.frozenMs ?? null,
      memoryMethod: memory?.method ?? null,
      memorySha256: memory?.sha256 ?? null,
    };
  },
  undo: async ({ input, ports }) => {
    await ports.driver.snapshots.remove(targetOf(input));
    await goOn(ports, input.serverId);
  },
};

const targetOf = ({ serverId, snapshotId }: StepContext<Kind>["input"]) => ({ serverId, snapshotId });

type Made = { mode: SnapshotMode; running: boolean; frozenMs: number | null };

/** What the snapshot is, by what came of it and not by what was wished. */
const consistencyOf = ({ mode, running, frozenMs }: Made): Consistency => {
  if (mode === "memory") return "memory";
  if (frozenMs !== null) return "quiesced";
  return running ? "crash" : "stopped";
};

const record: Step<Kind> = {
  key: "record",
  weight: 1,
  commits: true,
  run: async ({ input, ports, left }) => {
    const { diskBytes, memoryBytes } = await ports.driver.snapshots.size(targetOf(input));
    const captured = left("capture") ?? {};
    const frozenMs = typeof captured.frozenMs === "number" ? captured.frozenMs : null;
    const running = left("check")?.wasRunning === true && input.mode !== "stop";
    await ports.store.transaction(async (store) => {
      const server = await store.servers.lock(input.serverId);
      const snapshot = await store.snapshots.lock(input.snapshotId);
      if (snapshot.state === "ready") return;
      await store.snapshots.update(snapshot.id, {
        state: toState(snapshot, "ready"),
        consistency: consistencyOf({ mode: input.mode, running, frozenMs }),
        parentId: server.currentSnapshotId,
        // While the wish waited in line the server may have been made another.
        config: configOf(server),
        takenAt: Number(captured.takenAt),
        pauseMs: Number(captured.pauseMs),
        frozenMs,
        memoryMethod: typeof captured.memoryMethod === "string" ? captured.memoryMethod : null,
        memorySha256: typeof captured.memorySha256 === "string" ? captured.memorySha256 : null,
        diskBytes,
        memoryBytes,
      });
      await store.servers.update(server.id, { currentSnapshotId: snapshot.id });
    });
    return undefined;
  },
};

const start: Step<Kind> = {
  key: "start",
  weight: 4,
  run: async ({ input, ports, left }) => {
    // It may have been stopped while the wish waited in line; then it stays so.
    if (left("check")?.wasRunning === true) await ports.driver.servers.start(input.serverId);
    await recordPower(ports, input.serverId);
    return undefined;
  },
};

export const createSnapshot = defineOperation({
  kind: "snapshot.create",
  // Ready is written before the instance starts again: a start that fails does not take the snapshot with it.
  steps: ({ mode }) => (mode === "stop" ? [check, stop, capture, record, start] : [check, capture, record]),
  settle: async ({ input, ports }, { outcome, error }) => {
    await startIfLost(ports, input.serverId, error);
    const snapshot = await ports.store.snapshots.find(input.snapshotId);
    if (snapshot?.state !== "pending" && snapshot?.state !== "creating") return;
    if (outcome === "cancelled") return ports.store.snapshots.remove(snapshot.id);
    await ports.store.snapshots.update(snapshot.id, {
      state: "failed",
      errorCode: error.code,
      errorParams: error.params,
    });
  },
});
