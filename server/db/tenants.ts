import "server-only";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { notify } from "../events";
import { db } from "./client";
import { isMissingRow, isStillReferenced, isUniqueViolation } from "./errors";
import { inTransaction } from "./transaction";

const refuseTakenName = (name: string) => (error: unknown) => {
  if (isUniqueViolation(error)) throw new AppError("nameTaken", { name }, { cause: error });
  throw isMissingRow(error) ? new AppError("notFound", {}, { cause: error }) : error;
};

export const findTenant = (id: string) =>
  db().tenant.findUnique({
    select: { createdAt: true, id: true, name: true },
    where: { id },
  });

export const createTenant = (name: string): Promise<string> =>
  inTransaction(async (tx) => {
    const { id } = await tx.tenant.create({ data: { id: newId(), name }, select: { id: true } });
    await notify(tx, { kind: "tenants.changed", tenantId: null });
    return id;
  }).catch(refuseTakenName(name));

export const renameTenant = (id: string, name: string): Promise<void> =>
  inTransaction(async (tx) => {
    await tx.tenant.update({ data: { name }, select: { id: true }, where: { id } });
    await notify(tx, { kind: "tenants.changed", tenantId: null });
  }).catch(refuseTakenName(name));

/**
 * Deletes a tenant that has neither people nor servers; throws `tenantNotEmpty`. Its part of the activity log
 * and its finished operations stay, as the platform's.
 */
export const deleteTenant = (id: string): Promise<void> =>
  inTransaction(async (tx) => {
    const tenant = await tx.tenant.findUnique({
      select: { _count: { select: { memberships: true, servers: true, snapshots: true } }, name: true },
      where: { id },
    });
    if (!tenant) throw new AppError("notFound");
    const { memberships, servers, snapshots } = tenant._count;
    if (memberships + servers + snapshots > 0) throw new AppError("tenantNotEmpty", { tenant: tenant.name });
    await tx.activity.updateMany({ data: { tenantId: null }, where: { tenantId: id } });
    await tx.operation.updateMany({ data: { tenantId: null }, where: { tenantId: id } });
    await tx.tenant.delete({ select: { id: true }, where: { id } }).catch((error: unknown) => {
      // Something was made in it between the count and now.
      if (isStillReferenced(error)) throw new AppError("tenantNotEmpty", { tenant: tenant.name }, { cause: error });
      throw error;
    });
    await notify(tx, { kind: "tenants.changed", tenantId: null });
  });

export type TenantSort = "createdAt" | "name";
export type TenantFilter = {
  q: string;
  sort: { by: TenantSort; dir: "asc" | "desc" };
  page: number;
  pageSize: number;
};

export const listTenants = async ({ q, sort, page, pageSize }: TenantFilter) => {
  const where = q ? { name: { contains: q, mode: "insensitive" as const } } : {};
  const [rows, total] = await Promise.all([
    db().tenant.findMany({
      orderBy: [{ [sort.by]: sort.dir }, { id: "asc" }],
      select: {
        _count: { select: { memberships: true, servers: true, snapshots: true } },
        createdAt: true,
        id: true,
        name: true,
      },
      skip: (page - 1) * pageSize,
      take: pageSize,
      where,
    }),
    db().tenant.count({ where }),
  ]);
  return { rows, total };
};

/** For choosing one: all names, in order. */
export const listTenantNames = () =>
  db().tenant.findMany({ orderBy: { name: "asc" }, select: { id: true, name: true }, take: 1000 });

/** How many of these tenants exist. */
export const countTenants = (ids: readonly string[]): Promise<number> =>
  db().tenant.count({ where: { id: { in: [...ids] } } });
