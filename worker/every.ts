import type { Log } from "@/engine";

/** Runs `work` again and again, `ms` after the last run began but never twice at once. Failures are logged, not fatal. */
export const every = (ms: number, name: string, log: Log, work: () => Promise<unknown>): (() => void) => {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    const startedAt = performance.now();
    try {
      await work();
    } catch (error) {
      log.warn("worker.roundFailed", { name, error });
    }
    if (!isStopped) timer = setTimeout(() => void round(), Math.max(50, ms - (performance.now() - startedAt)));
  };
  void round();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
};
