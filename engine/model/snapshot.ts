import { AppError, type ErrorCode, type ErrorParams } from "@/lib/errors";
import type { ServerConfig } from "./server";

export const snapshotStates = ["pending", "creating", "ready", "reverting", "deleting", "failed"] as const;
export type SnapshotState = (typeof snapshotStates)[number];

/** `disks`: the running instance goes on; `memory`: with its RAM; `stop`: cleanly stopped first and started again. */
export const snapshotModes = ["disks", "memory", "stop"] as const;
export type SnapshotMode = (typeof snapshotModes)[number];

export const consistencies = ["crash", "quiesced", "memory", "stopped"] as const;
export type Consistency = (typeof consistencies)[number];

export type SnapshotOrigin = "manual" | "scheduled" | "safety" | "uploaded";

/** A point-in-time state of a server. Sizes in bytes, times in ms since 1970 UTC. */
export type Snapshot = {
  id: string;
  tenantId: string;
  serverId: string;
  parentId: string | null;
  name: string;
  description: string;
  mode: SnapshotMode;
  /** Whether the file systems are to be at rest at its instant, frozen through the guest's agent. */
  quiesce: boolean;
  state: SnapshotState;
  origin: SnapshotOrigin;
  consistency: Consistency | null;
  config: ServerConfig;
  memoryMethod: string | null;
  memorySha256: string | null;
  pauseMs: number | null;
  /** How long the file systems were at rest; null where they were not, or it is not made yet. */
  frozenMs: number | null;
  diskBytes: number | null;
  memoryBytes: number | null;
  takenAt: number | null;
  expiresAt: number | null;
  errorCode: ErrorCode | null;
  errorParams: ErrorParams | null;
  createdAt: number;
  createdById: string | null;
};

const transitions: Readonly<Record<SnapshotState, readonly SnapshotState[]>> = {
  // One that is still being made is not deleted but cancelled.
  pending: ["creating", "failed"],
  creating: ["creating", "ready", "failed"],
  ready: ["reverting", "deleting"],
  reverting: ["ready"],
  deleting: ["ready", "failed"],
  failed: ["deleting"],
};

/** The state machine of a snapshot. Throws AppError "snapshotNotReady" for a step that it does not know. */
export const toState = (snapshot: Pick<Snapshot, "name" | "state">, next: SnapshotState): SnapshotState => {
  if (transitions[snapshot.state].includes(next)) return next;
  throw new AppError("snapshotNotReady", { name: snapshot.name, state: snapshot.state });
};

export const maxNameLength = 100;
export const maxDescriptionLength = 500;

/** How names are compared: composed, trimmed, without regard to case. */
export const nameKeyOf = (name: string): string => name.normalize("NFC").trim().toLowerCase();

const two = (value: number) => String(value).padStart(2, "0");

const minuteOf = (at: number): string => {
  const date = new Date(at);
  const day = `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`;
  return `${day}-${two(date.getUTCHours())}${two(date.getUTCMinutes())}`;
};

/** The name of a snapshot whose maker gave none: server and minute in UTC, `web-01_20261120-0932`. */
export const defaultName = (serverName: string, at: number): string =>
  `${serverName.slice(0, maxNameLength - 18)}_${minuteOf(at)}`;

/** The name of the snapshot that a revert leaves of the state before it; the panel says the rest in each language. */
export const safetyName = (at: number): string => `before-revert_${minuteOf(at)}`;
