import type { ListOptions } from "@/lib/list-state";

/** What may stand in the address of the activity log: always newest first. */
export const activityList: ListOptions = { defaultSort: { by: "at", dir: "desc" }, filters: ["tenant"], pageSize: 50 };
