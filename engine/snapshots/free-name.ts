import { nameKeyOf } from "../model/snapshot";
import type { Store } from "../ports";

/** The name itself, or with the first number that makes it free on this server. */
export const freeName = async (store: Store, serverId: string, base: string): Promise<string> => {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? base : `${base}-${number}`;
    if (!(await store.snapshots.isNameTaken(serverId, nameKeyOf(candidate)))) return candidate;
  }
};
