import type { OperationSummary } from "./schema";

export const isActive = ({ state }: Pick<OperationSummary, "state">): boolean =>
  state === "running" || state === "waiting";
