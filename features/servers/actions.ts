"use server";
import { requestPower, requestServer, requestServerDelete, requestServerEdit } from "@/engine";
import { defineAction } from "@/server/action";
import { getServerScope, getTenantName } from "@/server/db/server-views";
import { requestPorts } from "@/server/engine";
import { createServerInput, deleteServerInput, editServerInput, powerInput } from "./schema";

export const createServer = defineAction({
  permission: "platform.servers",
  input: createServerInput,
  scope: async ({ name, tenantId }) => ({ subject: { server: name, tenant: await getTenantName(tenantId) }, tenantId }),
  audit: "server.create",
  run: ({ actor, input: { idempotencyKey, ...wish }, requestId }) =>
    requestServer(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, wish),
});

export const deleteServer = defineAction({
  permission: "platform.servers",
  input: deleteServerInput,
  scope: ({ serverId }) => getServerScope(serverId),
  audit: "server.delete",
  run: ({ actor, input: { idempotencyKey, serverId, typedName }, requestId }) =>
    requestServerDelete(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, { serverId, typedName }),
});

export const editServer = defineAction({
  permission: "platform.servers",
  input: editServerInput,
  scope: ({ serverId }) => getServerScope(serverId),
  audit: "server.edit",
  run: ({ actor, input: { idempotencyKey, ...edit }, requestId }) =>
    requestServerEdit(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, edit),
});

export const startServer = defineAction({
  permission: "server.power",
  input: powerInput,
  scope: ({ serverId }) => getServerScope(serverId),
  audit: "server.start",
  run: ({ actor, input: { idempotencyKey, serverId }, requestId }) =>
    requestPower(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, { action: "start", serverId }),
});

export const stopServer = defineAction({
  permission: "server.power",
  input: powerInput,
  scope: ({ serverId }) => getServerScope(serverId),
  audit: "server.stop",
  run: ({ actor, input: { idempotencyKey, serverId }, requestId }) =>
    requestPower(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, { action: "stop", serverId }),
});

export const forceOffServer = defineAction({
  permission: "server.power",
  input: powerInput,
  scope: ({ serverId }) => getServerScope(serverId),
  audit: "server.forceOff",
  run: ({ actor, input: { idempotencyKey, serverId }, requestId }) =>
    requestPower(requestPorts(), { idempotencyKey, requestId, userId: actor.id }, { action: "forceOff", serverId }),
});
