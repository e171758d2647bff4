import "server-only";
import { db } from "./client";
import { Prisma } from "./generated/client";
import { containing } from "./search-text";

export type SearchItem = {
  kind: "server" | "snapshot";
  id: string;
  title: string;
  /** Where it is: the tenant of a server, the server of a snapshot. */
  subtitle: string;
  href: string;
};

type Found = { id: string; title: string; subtitle: string };

const within = (tenants: readonly string[] | "all", column: Prisma.Sql): Prisma.Sql =>
  tenants === "all" ? Prisma.sql`true` : Prisma.sql`${column} = any(${[...tenants]}::uuid[])`;

/** Names that hold the text anywhere, those that begin with it first; `limit` of each kind at most. */
export const searchNames = async ({
  tenants,
  text,
  limit,
}: {
  tenants: readonly string[] | "all";
  text: string;
  limit: number;
}): Promise<SearchItem[]> => {
  const pattern = containing(text);
  const [servers, snapshots] = await Promise.all([
    db().$queryRaw<Found[]>`
      select s.id, s.name as title, t.name as subtitle
        from servers s join tenants t on t.id = s.tenant_id
       where s.name ilike ${pattern} and ${within(tenants, Prisma.sql`s.tenant_id`)}
       order by (s.name ilike ${pattern.slice(1)}) desc, lower(s.name), s.id limit ${limit}`,
    db().$queryRaw<Found[]>`
      select p.id, p.name as title, s.name as subtitle
        from snapshots p join servers s on s.id = p.server_id
       where p.name ilike ${pattern} and ${within(tenants, Prisma.sql`p.tenant_id`)}
       order by p.created_at desc limit ${limit}`,
  ]);
  return [
    ...servers.map((row) => ({ ...row, href: `/servers/${row.id}`, kind: "server" as const })),
    ...snapshots.map((row) => ({ ...row, href: `/snapshots/${row.id}`, kind: "snapshot" as const })),
  ];
};
