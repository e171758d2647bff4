import type { ServerState } from "@/engine";
import type { ListOptions } from "@/lib/list-state";
import type { ServerSort } from "@/server/db/server-views";

const sortBy = ["memory", "name", "newest", "snapshots", "state", "tenant", "vcpus"] satisfies ServerSort[];

/** What may stand in the address of the list of servers. */
export const serverList: ListOptions = {
  defaultSort: { by: "name", dir: "asc" },
  filters: ["state", "tenant"],
  sortBy,
};

/** The states that the list can be narrowed to, those that last first. */
export const serverStatesShown = [
  "running",
  "stopped",
  "unknown",
  "failed",
  "pending",
  "creating",
  "deleting",
] as const satisfies readonly ServerState[];
