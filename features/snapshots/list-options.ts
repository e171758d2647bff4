import type { ListOptions } from "@/lib/list-state";

export const usualSort = { by: "takenAt", dir: "desc" } as const;

const common = { defaultSort: usualSort, sortBy: ["name", "size", "frees", "state"] } satisfies ListOptions;

/** What may stand in the address of a server's snapshots tab; `scale` is the time axis', `view` list or tree. */
export const serverListOptions: ListOptions = {
  ...common,
  filters: ["state", "kind", "locked", "expires", "scale", "view"],
};

/** What may stand in the address of the list of all snapshots; `server` is an id. */
export const allListOptions: ListOptions = {
  ...common,
  filters: ["state", "kind", "locked", "expires", "server"],
  sortBy: [...common.sortBy, "server"],
};
