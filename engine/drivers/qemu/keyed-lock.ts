export type KeyedLock = <T>(keys: string | readonly string[], run: () => Promise<T>) => Promise<T>;

/** Runs calls with a common key one after the other, in the order in which they came. */
export const createKeyedLock = (): KeyedLock => {
  const tails = new Map<string, Promise<unknown>>();
  return (keys, run) => {
    const names = [...new Set(typeof keys === "string" ? [keys] : keys)];
    // All keys are taken in one synchronous step, so two calls can't wait for each other.
    const before = Promise.allSettled(names.flatMap((name) => tails.get(name) ?? []));
    const result = before.then(run);
    const tail = result.then(
      () => undefined,
      () => undefined,
    );
    for (const name of names) tails.set(name, tail);
    const forget = () => {
      for (const name of names) if (tails.get(name) === tail) tails.delete(name);
    };
    return result.finally(forget);
  };
};
