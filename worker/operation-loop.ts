import { runOperation, type WorkerPorts } from "@/engine";

type Options = { workerId: string; leaseMs: number; concurrency: number };

/**
 * Runs operations as they come, a few at once. A job is only a knock: the row says what there is to do, so a lost or
 * doubled knock harms nothing, and `sweep` finds what nobody knocked for.
 */
export const createOperationLoop = (ports: WorkerPorts, options: Options) => {
  const running = new Map<string, Promise<void>>();
  let isOpen = true;
  let isSweeping = false;
  let sweepAgain = false;

  const run = (id: string): void => {
    if (!isOpen || running.has(id) || running.size >= options.concurrency) return;
    const work = runOperation(ports, id, options)
      .then((result) => {
        running.delete(id);
        // The next one of the same server, or one that found no place, waits for this.
        if (result !== "notMine") void sweep();
      })
      .catch((error: unknown) => {
        running.delete(id);
        ports.log.error("operation.notRun", { operationId: id, error });
      });
    running.set(id, work);
  };

  const sweep = async (): Promise<void> => {
    if (isSweeping) {
      sweepAgain = true;
      return;
    }
    isSweeping = true;
    try {
      do {
        sweepAgain = false;
        for (const id of await ports.store.operations.listClaimable(ports.clock.now())) run(id);
      } while (sweepAgain);
    } catch (error) {
      ports.log.warn("operation.sweepFailed", { error });
    } finally {
      isSweeping = false;
    }
  };

  return {
    run,
    sweep,
    /**
     * Takes nothing new and waits for what runs, at most `graceMs`. Returns whether all has ended; the rest is resumed by
     * the next worker, so nothing that it uses may be taken away from it before the process ends.
     */
    close: async (graceMs: number): Promise<boolean> => {
      isOpen = false;
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([Promise.allSettled(running.values()), grace]);
      clearTimeout(timer);
      return running.size === 0;
    },
  };
};
