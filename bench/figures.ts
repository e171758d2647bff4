import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";

/**
 * One measured thing. `value` is the median of the samples, or the named quantile of them; `spread` is their least and
 * greatest. `met` is null where no goal is set: a baseline, or something to know.
 */
export type Figure = {
  name: string;
  unit: "ms" | "s" | "kB" | "MB" | "%" | "/s";
  value: number;
  spread: { min: number; max: number };
  goal: number | null;
  met: boolean | null;
};

export type Group = () => Promise<Figure[]>;

/** The sample below which this share of them lies. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const value = sorted[Math.min(last, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error("no samples");
  return value;
};

export const median = (samples: readonly number[]): number => {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error("no samples");
  return (low + high) / 2;
};

const rounded = (value: number): number => Number(value.toFixed(2));

type Measured = { name: string; unit: Figure["unit"]; samples: readonly number[]; goal?: number; share?: number };

/** A figure that is good when it is at most its goal. */
export const toFigure = ({ name, unit, samples, goal, share }: Measured): Figure => {
  const value = rounded(share === undefined ? median(samples) : quantile(samples, share));
  return {
    name,
    unit,
    value,
    spread: { min: rounded(Math.min(...samples)), max: rounded(Math.max(...samples)) },
    goal: goal ?? null,
    met: goal === undefined ? null : value <= goal,
  };
};

const firstLine = (program: string, args: string[]): string => {
  try {
    return execFileSync(program, args, { encoding: "utf8" }).split("\n")[0] ?? "";
  } catch {
    return "not there";
  }
};

/** What the figures were measured on. */
export const describeMachine = () => ({
  cpus: `${cpus().length} × ${cpus()[0]?.model ?? "unknown"}`,
  memory: `${(totalmem() / 1e9).toFixed(1)} GB`,
  kernel: release(),
  node: process.version,
  qemu: firstLine("qemu-system-x86_64", ["--version"]),
});
