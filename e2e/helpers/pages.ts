import { query } from "./database";
import type { Person } from "./people";
import type { Stack } from "./stack";

export type PanelPage = { path: string; who: Person };

/** Every address of the panel that shows something, with somebody who may see it. */
export const listPages = async (stack: Stack): Promise<PanelPage[]> => {
  const [row] = await query<{ serverId: string; snapshotId: string }>(
    stack,
    `select v.id as "serverId", s.id as "snapshotId" from servers v join snapshots s on s.server_id = v.id
      where v.name = 'web-01' and s.state = 'ready' order by s.created_at limit 1`,
  );
  if (!row) throw new Error("the demo's first snapshot is not there");
  const { serverId, snapshotId } = row;
  const customer = [
    "/servers",
    `/servers/${serverId}`,
    `/servers/${serverId}/snapshots`,
    `/servers/${serverId}/snapshots/${snapshotId}`,
    `/servers/${serverId}/activity`,
    "/snapshots",
    `/snapshots/${snapshotId}`,
    "/activity",
    "/settings",
  ].map((path) => ({ path, who: "owner" }) as const);
  const platform = ["/tenants", "/people", "/images"].map((path) => ({ path, who: "admin" }) as const);
  return [...customer, ...platform];
};
