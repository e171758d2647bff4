"use server";
import { defineAction } from "@/server/action";
import { getOperationScope } from "@/server/db/operation-views";
import { requestPorts } from "@/server/engine";
import { operationInput } from "./schema";

export const cancelOperation = defineAction({
  permission: "operation.cancel",
  input: operationInput,
  scope: async ({ operationId }) => {
    const { kind, serverId, subject, tenantId } = await getOperationScope(operationId);
    return { tenantId, ...(serverId && { serverId }), subject: { ...subject, operation: kind } };
  },
  audit: "operation.cancel",
  run: ({ input }) => requestPorts().store.operations.requestCancel(input.operationId),
});
