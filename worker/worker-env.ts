import { z } from "zod";

const schema = z.object({
  /** How long a silent worker keeps its operation, ms. */
  STILLPOINT_LEASE_MS: z.coerce.number().int().min(500).max(600_000).default(10_000),
  /** Operations at once in this worker. */
  STILLPOINT_WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(4),
  /** Whom QEMU runs as where the worker is root. */
  STILLPOINT_QEMU_UID: z.coerce.number().int().min(1).default(64_055),
  /** "background" or "standstill" instead of the best that the host allows. */
  STILLPOINT_MEMORY_METHOD: z.enum(["background", "standstill"]).optional(),
  /** Where tests end the process, as `kind/step/point`; believed in tests only. */
  STILLPOINT_FAULT: z.string().optional(),
  NODE_ENV: z.string().optional(),
});

export type WorkerEnv = {
  leaseMs: number;
  concurrency: number;
  qemuUid: number;
  memoryMethod: "background" | "standstill" | undefined;
  fault: string | null;
};

/** Throws with the names of what is wrong. */
export const readWorkerEnv = (source: Readonly<Record<string, string | undefined>> = process.env): WorkerEnv => {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const raw = schema.parse(set);
  return {
    leaseMs: raw.STILLPOINT_LEASE_MS,
    concurrency: raw.STILLPOINT_WORKER_CONCURRENCY,
    qemuUid: raw.STILLPOINT_QEMU_UID,
    memoryMethod: raw.STILLPOINT_MEMORY_METHOD,
    fault: raw.NODE_ENV === "test" ? (raw.STILLPOINT_FAULT ?? null) : null,
  };
};
