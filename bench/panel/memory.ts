import { readFileSync } from "node:fs";
import { findProcesses, type Process } from "@/e2e/helpers/processes";

const parts = ["web", "worker", "PostgreSQL", "supervision"] as const;
export type Part = (typeof parts)[number];

const partOf = ({ command }: Process): Part | "guest" => {
  if (command.includes("qemu-system")) return "guest";
  if (command.includes("scripts/web.mjs")) return "web";
  if (command.includes("dist/worker.mjs")) return "worker";
  return /^postgres:|bin\/postgres /.test(command) ? "PostgreSQL" : "supervision";
};

/** The process's share of memory in MB: what it alone holds, and its part of what it shares with others. */
const shareOf = (pid: number): number => {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return (Number(kilobytes ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
};

/** What each part of the product in this data folder holds, in MB; its guests are not counted. */
export const readProductMemory = (dataDir: string): { part: Part; megabytes: number }[] => {
  const processes = findProcesses(dataDir);
  return parts.map((part) => ({
    part,
    megabytes: processes.filter((one) => partOf(one) === part).reduce((sum, { pid }) => sum + shareOf(pid), 0),
  }));
};
