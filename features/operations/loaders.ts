import "server-only";
import { z } from "zod";
import {
  getOperationScope,
  getOperationView,
  listOperationViews,
  type OperationView,
} from "@/server/db/operation-views";
import { defineLoader } from "@/server/loader";
import { type OperationList, type OperationRow, operationInput } from "./schema";

const rowFor =
  (actorId: string) =>
  ({ byId, ...operation }: OperationView): OperationRow => ({ ...operation, isMine: byId === actorId });

export const listOperations = defineLoader({
  permission: "operation.read",
  input: z.object({}),
  run: async ({ actor, tenants }): Promise<OperationList> => ({
    rows: (await listOperationViews(tenants)).map(rowFor(actor.id)),
  }),
});

export const getOperation = defineLoader({
  permission: "operation.read",
  input: operationInput,
  scope: ({ operationId }) => getOperationScope(operationId),
  run: async ({ actor, input }): Promise<OperationRow> => rowFor(actor.id)(await getOperationView(input.operationId)),
});
