/** Stands for the request that Next would hand to us: the one thing between a door and a browser that is not ours. */
const held = new Map<string, string>();
let sent = new Headers();

export const signInAs = (
  cookie: { name: string; value: string } | null,
  headers: Record<string, string> = {},
): void => {
  held.clear();
  if (cookie) held.set(cookie.name, cookie.value);
  sent = new Headers(headers);
};

export const nextHeaders = {
  cookies: async () => ({
    delete: (name: string) => void held.delete(name),
    get: (name: string) => (held.has(name) ? { name, value: held.get(name) } : undefined),
    getAll: () => [...held].map(([name, value]) => ({ name, value })),
    set: (name: string, value: string) => void held.set(name, value),
  }),
  headers: async () => sent,
};
