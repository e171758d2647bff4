type Options = {
  /** What is asked within so long of the first counts for the same round, ms. */
  gatherMs?: number;
  /** A round that never comes back holds up the next one for so long at most, ms. */
  patienceMs?: number;
};

/**
 * Does the work of each key one round at a time. Whoever asks while a round is under way is served by one more round
 * after it, however many ask: nothing said meanwhile is missed, and a burst costs two rounds at most.
 */
export const createRounds = (
  work: (key: string) => Promise<unknown>,
  { gatherMs = 0, patienceMs = 5_000 }: Options = {},
) => {
  const gathering = new Set<string>();
  /** Key of each round under way, and whether another one is wanted after it. */
  const underWay = new Map<string, boolean>();

  const gather = (key: string): void => {
    gathering.add(key);
    setTimeout(() => {
      gathering.delete(key);
      begin(key);
    }, gatherMs);
  };

  const begin = (key: string): void => {
    underWay.set(key, false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLong = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    const end = () => {
      clearTimeout(timer);
      const isWanted = underWay.get(key);
      underWay.delete(key);
      if (isWanted) gather(key);
    };
    Promise.race([work(key), tooLong]).then(end, end);
  };

  return (key: string): void => {
    if (underWay.has(key)) underWay.set(key, true);
    else if (!gathering.has(key)) gather(key);
  };
};
