import "server-only";

type Flight = { running: Promise<unknown>; next: Promise<unknown> | null };

const flights = new Map<string, Flight>();

const begin = (key: string, read: () => Promise<unknown>): Promise<unknown> => {
  const running = read();
  const flight: Flight = { next: null, running };
  flights.set(key, flight);
  const end = () => {
    if (flights.get(key) === flight) flights.delete(key);
  };
  running.then(end, end);
  return running;
};

/**
 * A change makes every browser that shows a list read it again in the same instant. Readers who ask for the same
 * `key` while one read runs share the one after it: it starts after they asked, so nobody gets what was before
 * the change they were told of. `key` must name all that the result depends on, the reader's tenants included.
 */
export const shareRead = <T>(key: string, read: () => Promise<T>): Promise<T> => {
  const flight = flights.get(key);
  const start = (): Promise<unknown> => begin(key, read);
  if (!flight) return start() as Promise<T>;
  // Whatever became of the running one, the next reads anew.
  flight.next ??= flight.running.then(start, start);
  return flight.next as Promise<T>;
};
