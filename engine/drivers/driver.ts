/**
 * The contract between the engine and what runs machines. A driver is mechanism only: no policy, no retry,
 * no database, no permission. `contract.ts` beside this file is the one suite that each driver must pass.
 *
 * Names on the machine are ids: a server's folder or instance carries the server's id, a snapshot on its disks
 * carries the snapshot's id, so that both sides can always be held against each other.
 */

import type { SnapshotUsage } from "./snapshot-usage";

export type DriverKind = "qemu" | "memory";

/** How a long call is watched and ended. `progress` takes 0 to 100 of this call alone. */
export type CallOptions = { signal?: AbortSignal; progress?: (percent: number) => void };

/** Why something can't be done here: a code that has a text in both languages (`errors:reason…`). */
export type Unavailable = "kernelRefusesBackgroundSnapshot" | "notImplementedByHost";

export type Capabilities = {
  /** e.g. "QEMU 7.2.22"; for health and the log */
  version: string;
  acceleration: "kvm" | "tcg" | "none";
  /** How RAM is kept: in the background (pause of tens of ms), or with the guest standing still for all of it. */
  memory: { method: "background" } | { method: "standstill"; reason: Unavailable };
};

export type DiskSpec = {
  /** id of the disk; its file or volume is named by it */
  id: string;
  sizeBytes: number;
};

export type ServerSpec = {
  id: string;
  name: string;
  vcpus: number;
  memoryBytes: number;
  /** The first is the boot disk and comes from the image; the others begin empty. */
  disks: readonly DiskSpec[];
  /** One virtual card each; MAC as six hex pairs with colons. */
  nics: readonly { id: string; mac: string }[];
};

/** `direct`: the kernel and initrd of the image are given to the machine; `disk`: its firmware boots from the disk. */
export type ImageFiles = {
  diskPath: string;
  boot: { kind: "disk" } | { kind: "direct"; kernelPath: string; initrdPath: string; commandLine: string };
};

/**
 * `unknown` means that the driver can't tell (no answer within its time-out); it never means stopped.
 * `paused` is a machine that stands still but lives, e.g. after a crash in the middle of a snapshot.
 */
export type PowerState = "running" | "stopped" | "paused" | "unknown";

export type ServerFacts = {
  state: PowerState;
  /** Whether the guest agent answers; null where the machine does not run or was not asked. */
  agent: boolean | null;
  /** Since when the machine's process runs, ms since 1970 UTC; null where it does not run. */
  startedAt: number | null;
  /** Loopback port of the host that leads to the guest's port 80; null where there is none. */
  webPort: number | null;
  /** Bytes really taken on the host by each disk, snapshots included. */
  disks: readonly { id: string; sizeBytes: number; usedBytes: number }[];
};

export interface ServerOps {
  /** Makes the machine's disks from the image; the machine is stopped afterwards. Run again after a crash: completes. */
  create(spec: ServerSpec, image: ImageFiles, options?: CallOptions): Promise<void>;
  /**
   * Makes a stopped machine what `spec` says, at one instant: processors, RAM, cards, disks in their order. A disk that
   * it does not have yet begins empty; one becomes larger but never smaller (`facts` tells what it is now). A disk that
   * `spec` no longer names is let go of and keeps its data until `removeDisk`. Snapshots stay. Twice is the same as once.
   * Throws AppError "serverNotStopped", "notFound".
   */
  configure(spec: ServerSpec, options?: CallOptions): Promise<void>;
  /** Removes the data of a disk that `configure` has let go of. Unknown id: nothing happens. "conflict" for one in use. */
  removeDisk(serverId: string, diskId: string): Promise<void>;
  /** Removes the machine with all its disks and snapshots, forcing it off. Unknown id: nothing happens. */
  remove(serverId: string): Promise<void>;
  /** Starts a stopped machine; a running one stays as it is; a paused one goes on. Returns when its processor runs. */
  start(serverId: string, options?: CallOptions): Promise<void>;
  /**
   * Clean shutdown through the guest agent, else the power button. Already stopped: nothing happens.
   * Throws AppError "stopTimedOut" when the guest has not stopped in time; it then still runs.
   */
  stop(serverId: string, options: CallOptions & { timeoutMs: number }): Promise<void>;
  /** Ends the machine at once, as if its power were cut. Already stopped: nothing happens. */
  forceOff(serverId: string): Promise<void>;
  /** Throws AppError "notFound" when the machine is not on this host. `askAgent` costs up to one second. */
  facts(serverId: string, options?: { askAgent?: boolean }): Promise<ServerFacts>;
  /** Ids of all machines on this host. */
  list(): Promise<string[]>;
  /** Power states of all machines on this host, cheap enough for once a second. */
  states(): Promise<ReadonlyMap<string, PowerState>>;
}

export type SnapshotTarget = { serverId: string; snapshotId: string };

export type SnapshotOutcome = SnapshotTarget & {
  /** The instant that the snapshot shows, ms since 1970 UTC. */
  takenAt: number;
  /** How long the guest stood still, ms; 0 where it never did (disks only, or stopped). */
  pauseMs: number;
  /**
   * null: its file systems were not brought to rest. Else how long no writing was possible in the guest, ms, and the
   * longest such time among all targets of the call.
   */
  quiesced: null | { frozenMs: number; longestFrozenMs: number };
  /** null: without RAM. `background` and `standstill` as in Capabilities. */
  memory: null | { method: "background" | "standstill"; sizeBytes: number; sha256: string | null };
};

export type MachineSnapshot = {
  snapshotId: string;
  /** On every disk that it was taken of, and with its RAM whole where it has RAM. Incomplete ones are never reverted to. */
  complete: boolean;
  memory: boolean;
};

export interface SnapshotOps {
  /**
   * Takes one instant of all targets. `disks`: running (live, without a pause) or stopped. `memory`: running only,
   * the guest goes on by itself afterwards. `quiesce`: the file systems of all running ones are at rest at that instant,
   * frozen through their agents, and always let go again: also when it takes too long or this process is killed.
   * All or nothing: on any failure no trace of these ids is left and each
   * guest runs as it did before. A partial one of the same id from an earlier crash is replaced; a complete one is kept
   * and its outcome returned. Throws AppError "diskFull" when the host has no room, "memoryNeedsRunning",
   * "agentUnavailable", "quiesceFailed" where a guest's file systems were not at rest for all of the instant,
   * "thawUnconfirmed" where the agent does not say that they go on; it is asked for minutes more.
   */
  create(
    targets: readonly SnapshotTarget[],
    options: CallOptions & { mode: "disks" | "memory"; quiesce?: boolean },
  ): Promise<SnapshotOutcome[]>;
  list(serverId: string): Promise<MachineSnapshot[]>;
  /**
   * Proves, without touching the machine, that the snapshot can be reverted to: it is on every disk that it was taken of,
   * and its RAM file has the checksum noted when it was made; with `disksOnly` RAM is not looked at.
   * Throws AppError "snapshotMissing" or "memoryFileDamaged".
   */
  verify(target: SnapshotTarget, options?: CallOptions & { disksOnly?: boolean }): Promise<void>;
  /**
   * Puts the disks that it was taken of back, with their size, on a stopped machine (AppError "serverNotStopped"
   * otherwise). Disks that came later stay as they are. Twice is the same as once. Other snapshots stay.
   */
  revert(target: SnapshotTarget, options?: CallOptions): Promise<void>;
  /**
   * Starts a stopped machine, whose disks were just reverted, from the snapshot's RAM; returns when it goes on, with its
   * file systems let go where the snapshot was quiesced. A failure leaves it stopped. Throws AppError "memoryDoesNotFit"
   * where the machine has other processors, RAM, or another number of disks or cards than when the RAM was kept.
   */
  resume(target: SnapshotTarget, options?: CallOptions): Promise<void>;
  /** Removes it from all disks and its RAM. Unknown id: nothing happens. Works on running and stopped machines. */
  remove(target: SnapshotTarget, options?: CallOptions): Promise<void>;
  /** Bytes kept on the host for this snapshot: allocated by its disks at its instant, plus RAM. */
  size(target: SnapshotTarget): Promise<{ diskBytes: number; memoryBytes: number }>;
  /**
   * Who holds which bytes of the machine, for `freedBytes` and `changedBytes`. Nothing is changed; the guest may run,
   * and what it writes meanwhile may be counted or not. Throws AppError "engineFailed" where it can't be told.
   */
  usage(serverId: string, options?: CallOptions): Promise<SnapshotUsage>;
}

export type ImageCheck = { format: "qcow2" | "raw"; virtualBytes: number };

export interface ImageOps {
  /** Looks at an uploaded file without trusting it. Throws AppError "imageInvalid" (also for one that names other files). */
  check(path: string): Promise<ImageCheck>;
  /** Converts a checked file to the host's own format; `to` appears whole or not at all. */
  convert(from: string, to: string, check: ImageCheck, options?: CallOptions): Promise<void>;
}

export interface AgentOps {
  /** Runs a program in the guest through its agent: argument array, no shell. AppError "agentUnavailable". */
  run(
    serverId: string,
    command: readonly [string, ...string[]],
    options: { timeoutMs: number; stdin?: string },
  ): Promise<{ exitCode: number; stdout: string; stderr: string }>;
}

export type HostSpace = { totalBytes: number; freeBytes: number };

export interface Driver {
  readonly kind: DriverKind;
  capabilities(): Promise<Capabilities>;
  /** Room left where disks and RAM of machines lie. */
  space(): Promise<HostSpace>;
  readonly servers: ServerOps;
  readonly snapshots: SnapshotOps;
  readonly images: ImageOps;
  readonly agent: AgentOps;
  /** Lets go of sockets and timers. Machines run on. */
  close(): Promise<void>;
}
