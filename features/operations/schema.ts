import { z } from "zod";
import type { OperationView } from "@/server/db/operation-views";

export const operationInput = z.object({ operationId: z.uuid() });

/** What is shown of an operation, whoever looks. */
export type OperationSummary = Omit<OperationView, "byId">;

/** An operation as the panel shows it. */
export type OperationRow = OperationSummary & { /** Whether the reader asked for it. */ isMine: boolean };

export type OperationList = {
  /** What runs or waits, then what ended lately. */
  rows: OperationRow[];
};
