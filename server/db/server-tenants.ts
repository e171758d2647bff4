import "server-only";
import { db } from "./client";

/** The tenant that a server belongs to, or null when there is no such server. */
export const findServerTenant = async (serverId: string): Promise<string | null> =>
  (await db().server.findUnique({ select: { tenantId: true }, where: { id: serverId } }))?.tenantId ?? null;
