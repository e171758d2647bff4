import { z } from "zod";
import type { OperationView } from "@/server/db/operation-views";

export const operationInput = z.object({ operationId: z.uuid() });

/** An operation as the panel shows it. */
export type OperationRow = Omit<OperationView, "byId"> & { /** Whether the reader asked for it. */ isMine: boolean };

export type OperationList = {
  /** The server's clock when the rows were read, so that what ended since can be told. ISO 8601, UTC. */
  now: string;
  rows: OperationRow[];
};
