import "server-only";
import { type UsageRepository, uniqueBytes } from "@/engine";
import { notify } from "../events";
import { toJson } from "./json";
import { dateOf } from "./times";
import type { Tx } from "./transaction";

export const usageRepository = (tx: Tx): UsageRepository => ({
  ask: async (serverId, at) => {
    await tx.$executeRaw`
      insert into server_usages (server_id, due_at)
      select id, ${new Date(at)}::timestamptz from servers where id = ${serverId}::uuid
      on conflict (server_id) do update
         set due_at = least(coalesce(server_usages.due_at, excluded.due_at), excluded.due_at)`;
  },
  listDue: async (now, limit) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select u.server_id as id from server_usages u join servers s on s.id = u.server_id
       where u.due_at <= ${new Date(now)} and s.state in ('running', 'stopped')
         and not exists (select 1 from operations o where o.server_id = s.id and o.state in ('waiting', 'running'))
       order by u.due_at limit ${limit}`;
    return rows.map(({ id }) => id);
  },
  save: async (serverId, { usage, measuredAt, dueAt }) => {
    const data = { figures: toJson(usage), measuredAt: new Date(measuredAt), dueAt: dateOf(dueAt) };
    await tx.serverUsage.upsert({ where: { serverId }, create: { serverId, ...data }, update: data });
    const unique = [...uniqueBytes(usage)];
    const ids = unique.map(([id]) => id);
    const bytes = unique.map(([, value]) => BigInt(value));
    await tx.$executeRaw`
      update snapshots s set unique_bytes = f.bytes
        from unnest(${ids}::text[], ${bytes}::bigint[]) f (id, bytes)
       where s.server_id = ${serverId}::uuid and s.id::text = f.id and s.unique_bytes is distinct from f.bytes`;
    const { tenantId } = await tx.server.findUniqueOrThrow({ where: { id: serverId }, select: { tenantId: true } });
    await notify(tx, { kind: "snapshots.changed", tenantId, serverId });
  },
  postpone: async (serverId, dueAt) => {
    await tx.serverUsage.updateMany({ where: { serverId }, data: { dueAt: new Date(dueAt) } });
  },
});
