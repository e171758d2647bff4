import "server-only";
import { z } from "zod";
import { AppError, type Result } from "@/lib/errors";
import type { Action } from "./action";
import { findActor } from "./auth/actor";
import { asDoor, type Door, definition } from "./door";
import { parseInput, toFailure } from "./failure";

const most = 100;
const items = z.array(z.unknown()).min(1).max(most);

export type Batch<I, T> = ((inputs: readonly I[]) => Promise<Result<Result<T>[]>>) & Door;

/**
 * One door for the same action on many things, one after another: each passes the action's whole guard by itself
 * and has its own line in the activity log, and one that is refused keeps none of the others. Results in order.
 */
export const defineBatch = <I, T>(action: Action<I, T>): Batch<I, T> => {
  const batch = async (inputs: readonly I[]): Promise<Result<Result<T>[]>> => {
    try {
      if (!(await findActor())) throw new AppError("sessionExpired");
      parseInput(items, inputs);
      const results: Result<T>[] = [];
      for (const input of inputs) results.push(await action(input));
      return { ok: true, value: results };
    } catch (error) {
      return toFailure(error, { batch: "action" });
    }
  };
  return asDoor(batch, action[definition]);
};
