import "server-only";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import type { TenantRole } from "@/lib/permissions";
import { notify } from "../events";
import { db } from "./client";
import { isUniqueViolation } from "./errors";
import type { Prisma } from "./generated/client";
import { inTransaction, lockInTransaction, type Tx } from "./transaction";

export type MembershipInput = { tenantId: string; role: TenantRole };
export type PersonInput = {
  email: string;
  name: string;
  isAdmin: boolean;
  memberships: readonly MembershipInput[];
  passwordHash: string | null;
  locale?: string;
};

const refuseTakenEmail = (email: string) => (error: unknown) => {
  throw isUniqueViolation(error) ? new AppError("emailTaken", { email }, { cause: error }) : error;
};

const peopleChanged = (tx: Tx) => notify(tx, { kind: "people.changed", tenantId: null });

export const hasPeople = async (): Promise<boolean> => (await db().user.findFirst({ select: { id: true } })) !== null;

export const findPersonForSignIn = (email: string) =>
  db().user.findUnique({
    select: { disabledAt: true, id: true, name: true, passwordHash: true },
    where: { email },
  });

export const findPerson = (id: string) =>
  db().user.findUnique({
    select: {
      createdAt: true,
      disabledAt: true,
      email: true,
      id: true,
      identities: { select: { issuer: true } },
      isAdmin: true,
      memberships: {
        orderBy: { tenant: { name: "asc" } },
        select: { role: true, tenant: { select: { name: true } }, tenantId: true },
      },
      name: true,
      passwordHash: true,
    },
    where: { id },
  });

const insert = async (tx: Tx, { memberships, ...person }: PersonInput): Promise<string> => {
  const id = newId();
  await tx.user.create({
    data: { id, ...person, memberships: { create: memberships.map((membership) => ({ ...membership })) } },
    select: { id: true },
  });
  await peopleChanged(tx);
  return id;
};

export const createPerson = (person: PersonInput): Promise<string> =>
  inTransaction((tx) => insert(tx, person)).catch(refuseTakenEmail(person.email));

/** Makes the first person of all, or returns null when somebody is there. Of two at once, one wins. */
export const createFirstPerson = (person: PersonInput): Promise<string | null> =>
  inTransaction(async (tx) => {
    await lockInTransaction(tx, "first-person");
    const someone = await tx.user.findFirst({ select: { id: true } });
    return someone ? null : insert(tx, person);
  });

/** Admins who can sign in, other than this one. Holds off other changes of admins until the transaction ends. */
export const countOtherAdmins = async (tx: Tx, userId: string): Promise<number> => {
  await lockInTransaction(tx, "admins");
  return tx.user.count({ where: { disabledAt: null, id: { not: userId }, isAdmin: true } });
};

export const updatePerson = async (tx: Tx, id: string, data: { name?: string; email?: string }): Promise<void> => {
  await tx.user.update({ data, select: { id: true }, where: { id } });
  await peopleChanged(tx);
};

type Rights = { isAdmin: boolean; memberships: readonly MembershipInput[] };

export const setRights = async (tx: Tx, id: string, { isAdmin, memberships }: Rights): Promise<void> => {
  await tx.membership.deleteMany({ where: { userId: id } });
  await tx.membership.createMany({ data: memberships.map((membership) => ({ ...membership, userId: id })) });
  await tx.user.update({ data: { isAdmin }, select: { id: true }, where: { id } });
  await peopleChanged(tx);
};

export const setPasswordHash = async (tx: Tx, id: string, passwordHash: string): Promise<void> => {
  await tx.user.update({ data: { passwordHash }, select: { id: true }, where: { id } });
};

export const setDisabled = async (tx: Tx, id: string, isDisabled: boolean): Promise<void> => {
  await tx.user.update({ data: { disabledAt: isDisabled ? new Date() : null }, select: { id: true }, where: { id } });
  await peopleChanged(tx);
};

export type OwnSettings = { name?: string; locale?: string; timeZone?: string | null; theme?: string };

export const updateOwnSettings = async (id: string, data: OwnSettings): Promise<void> => {
  await inTransaction(async (tx) => {
    await tx.user.update({ data, select: { id: true }, where: { id } });
    if (data.name !== undefined) await peopleChanged(tx);
  });
};

export type PeopleSort = "createdAt" | "email" | "name";
export type PeopleFilter = {
  q: string;
  sort: { by: PeopleSort; dir: "asc" | "desc" };
  page: number;
  pageSize: number;
  tenantId?: string;
};

const peopleWhere = ({ q, tenantId }: PeopleFilter): Prisma.UserWhereInput => ({
  ...(q
    ? { OR: [{ name: { contains: q, mode: "insensitive" } }, { email: { contains: q, mode: "insensitive" } }] }
    : {}),
  ...(tenantId ? { memberships: { some: { tenantId } } } : {}),
});

export const listPeople = async (filter: PeopleFilter) => {
  const where = peopleWhere(filter);
  const [rows, total] = await Promise.all([
    db().user.findMany({
      orderBy: [{ [filter.sort.by]: filter.sort.dir }, { id: "asc" }],
      select: {
        disabledAt: true,
        email: true,
        id: true,
        isAdmin: true,
        memberships: {
          orderBy: { tenant: { name: "asc" } },
          select: { role: true, tenant: { select: { name: true } }, tenantId: true },
        },
        name: true,
      },
      skip: (filter.page - 1) * filter.pageSize,
      take: filter.pageSize,
      where,
    }),
    db().user.count({ where }),
  ]);
  return { rows, total };
};

/** When each of these people was last here; those who never were are missing. */
export const lastSeenOf = async (userIds: readonly string[]): Promise<ReadonlyMap<string, Date>> => {
  const groups = await db().session.groupBy({
    _max: { lastSeenAt: true },
    by: ["userId"],
    where: { userId: { in: [...userIds] } },
  });
  return new Map(groups.flatMap(({ userId, _max }) => (_max.lastSeenAt ? [[userId, _max.lastSeenAt]] : [])));
};
