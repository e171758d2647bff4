import { readFileSync } from "node:fs";
import { findProcesses, type Process } from "@/e2e/helpers/processes";

const isGuest = ({ command }: Process): boolean => command.includes("qemu-system");

/** The process's share of memory in MB: what it alone holds, and its part of what it shares with others. */
const shareOf = (pid: number): number => {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return (Number(kilobytes ?? 0) * 1024) / 1e6;
  } catch {
    return 0;
  }
};

/** All of the product in this data folder but its guests: supervisor, web, worker and PostgreSQL. */
export const readProductMemory = (dataDir: string): number =>
  findProcesses(dataDir)
    .filter((one) => !isGuest(one))
    .reduce((sum, { pid }) => sum + shareOf(pid), 0);
