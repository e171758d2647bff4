import { AppError } from "@/lib/errors";
import type { World } from "./world";

/** Instants inside calls at which a test may let something happen. `middle`: something is done, not all. */
export type Point =
  | "servers.create"
  | "servers.configure"
  | "servers.removeDisk"
  | "servers.remove"
  | "servers.start"
  | "servers.stop"
  | "servers.forceOff"
  | "snapshots.create"
  | "snapshots.create.frozen"
  | "snapshots.create.middle"
  | "snapshots.verify"
  | "snapshots.revert"
  | "snapshots.resume"
  | "snapshots.remove"
  | "snapshots.remove.middle"
  | "snapshots.usage"
  | "images.check"
  | "images.convert"
  | "agent.run";

export type PointDetail = { serverId: string | null; snapshotId: string | null };

export type MemoryDriverOptions = {
  world?: World;
  memoryMethod?: "background" | "standstill";
  /** Throws to make the call fail there; what it returns is waited for, so it may also hold the call up. */
  onPoint?: (point: Point, detail: PointDetail) => void | Promise<void>;
};

/** What all parts of the fake share. */
export type Fake = {
  world: World;
  memoryMethod: "background" | "standstill";
  reach: (point: Point, detail?: Partial<PointDetail>) => Promise<void>;
};

export const throwIfCancelled = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted) throw new AppError("operationCancelled", {}, { cause: signal.reason });
};
