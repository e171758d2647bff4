import "server-only";
import { z } from "zod";
import { serverLimits } from "@/engine";
import { findEngineView } from "@/server/db/engine-views";
import {
  getServerScope,
  getServerView,
  isServerNameTaken,
  listHeldDisks,
  listServerChoices,
  listServerLosses,
  listServerRows,
} from "@/server/db/server-views";
import { defineLoader } from "@/server/loader";
import {
  isServerName,
  type ServerChoices,
  type ServerHeader,
  type ServerLosses,
  type ServerNameCheck,
  type ServerPage,
  type ServerSize,
  serverFilter,
  serverInput,
  serverListInput,
  serverNameInput,
} from "./schema";

const scopeOf = ({ serverId }: { serverId: string }) => getServerScope(serverId);

export const listServers = defineLoader({
  permission: "server.read",
  input: serverListInput,
  run: ({ input: { filters, ...page }, tenants }): Promise<ServerPage> => {
    const { state, tenant } = serverFilter.parse(filters);
    return listServerRows({ ...page, states: state ? [state] : [], tenantId: tenant, tenants });
  },
});

export const getServerHeader = defineLoader({
  permission: "server.read",
  input: serverInput,
  scope: scopeOf,
  run: async ({ input }): Promise<ServerHeader> => {
    const [server, capabilities] = await Promise.all([getServerView(input.serverId), findEngineView()]);
    return { ...server, capabilities };
  },
});

export const getServerChoices = defineLoader({
  permission: "platform.servers",
  input: z.object({}),
  run: async (): Promise<ServerChoices> => {
    const { namePattern: _, ...limits } = serverLimits;
    return { ...(await listServerChoices()), limits };
  },
});

export const getServerSize = defineLoader({
  permission: "platform.servers",
  input: serverInput,
  scope: scopeOf,
  run: async ({ input }): Promise<ServerSize> => {
    const { namePattern: _, ...limits } = serverLimits;
    return { heldDisks: await listHeldDisks(input.serverId), limits };
  },
});

export const checkServerName = defineLoader({
  permission: "platform.servers",
  input: serverNameInput,
  run: async ({ input: { name, tenantId } }): Promise<ServerNameCheck> => {
    if (!isServerName(name)) return { problem: "invalid" };
    return { problem: (await isServerNameTaken(tenantId, name.trim())) ? "taken" : null };
  },
});

export const getServerLosses = defineLoader({
  permission: "platform.servers",
  input: serverInput,
  scope: scopeOf,
  run: ({ input }): Promise<ServerLosses> => listServerLosses(input.serverId),
});
