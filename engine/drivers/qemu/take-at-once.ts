import { AppError } from "@/lib/errors";
import { settleAll } from "./failure";
import { type Freezer, monotonicMs, type Thaw } from "./freezer-process";
import type { Taking } from "./taking";

type Share = { taking: Taking; freezer: Freezer | null };

/** Takes running machines, held together where one instant needs it; returns when nothing in them was changed any more. */
const takeRunning = async (takings: readonly Taking[]): Promise<number> => {
  const mustHold = takings.length > 1 || takings.some((taking) => taking.needsHold);
  if (mustHold) await settleAll(takings.map((taking) => taking.hold()));
  const heldAt = monotonicMs();
  await settleAll(takings.map((taking) => taking.take()));
  return mustHold ? heldAt : monotonicMs();
};

/** A guest that was let go too early, by its agent's or our own time limit, was not at rest at the instant. */
const assertAtRest = (thaw: Thaw | undefined, instantAt: number): void => {
  if (!thaw || (thaw.count > 0 && thaw.askedAt >= instantAt)) return;
  throw new AppError("quiesceFailed", {}, { cause: new Error("the guest was let go before its snapshot was taken") });
};

/**
 * Takes all at one instant: those with a freezer are frozen, all together, before the first is held, and let go once the
 * last is taken. Returns how long that was, in the order of the shares; undefined for those that were not frozen.
 */
export const takeAtOnce = async (shares: readonly Share[]): Promise<(Thaw | undefined)[]> => {
  const running = shares.filter(({ taking }) => taking.isRunning).map(({ taking }) => taking);
  // Disks of stopped machines do not change: taken before anyone stands still.
  await settleAll(shares.filter(({ taking }) => !taking.isRunning).map(({ taking }) => taking.take()));
  await settleAll(shares.map(async ({ freezer }) => freezer?.freeze()));
  const instantAt = await takeRunning(running);
  const thaws = await settleAll(shares.map(async ({ freezer }) => freezer?.thaw()));
  for (const thaw of thaws) assertAtRest(thaw, instantAt);
  return thaws;
};
