import type { ListOptions } from "@/lib/list-state";
import type { ServerSort } from "@/server/db/server-views";

const sortBy = ["memory", "name", "newest", "snapshots", "state", "tenant", "vcpus"] satisfies ServerSort[];

/** What may stand in the address of the list of servers. */
export const serverList: ListOptions = {
  defaultSort: { by: "name", dir: "asc" },
  filters: ["state", "tenant"],
  sortBy,
};
