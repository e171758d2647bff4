import "server-only";
import { z } from "zod";
import type { TenantRole } from "@/lib/permissions";
import { lastSeenOf, listPeople as listRows } from "@/server/db/people";
import { listSessionsOf } from "@/server/db/sessions";
import { listTenantNames } from "@/server/db/tenants";
import { listInput } from "@/server/list-input";
import { defineLoader } from "@/server/loader";
import { getPerson } from "@/server/people";
import { personId } from "./schema";

export type PersonMembership = { tenantId: string; tenantName: string; role: TenantRole };

export type PersonRow = {
  id: string;
  name: string;
  email: string;
  isAdmin: boolean;
  isDisabled: boolean;
  memberships: PersonMembership[];
  lastSeenAt: string | null;
};

export type PeoplePage = { rows: PersonRow[]; total: number };

type MembershipRow = { tenantId: string; role: TenantRole; tenant: { name: string } };

const toMembership = ({ tenantId, role, tenant }: MembershipRow): PersonMembership => ({
  role,
  tenantId,
  tenantName: tenant.name,
});

const peopleInput = listInput(["name", "email", "createdAt"], { by: "name", dir: "asc" });

export const listPeople = defineLoader({
  input: peopleInput,
  permission: "platform.people",
  run: async ({ input: { filters, ...filter } }): Promise<PeoplePage> => {
    const tenant = z.uuid().safeParse(filters.tenant);
    const { rows, total } = await listRows({ ...filter, tenantId: tenant.data });
    const seen = await lastSeenOf(rows.map(({ id }) => id));
    return {
      rows: rows.map(({ disabledAt, memberships, ...row }) => ({
        ...row,
        isDisabled: disabledAt !== null,
        lastSeenAt: seen.get(row.id)?.toISOString() ?? null,
        memberships: memberships.map(toMembership),
      })),
      total,
    };
  },
});

export type PersonDetail = Omit<PersonRow, "lastSeenAt"> & {
  createdAt: string;
  hasPassword: boolean;
  providers: string[];
  sessions: { id: string; address: string | null; agent: string | null; createdAt: string; lastSeenAt: string }[];
};

const toSession = ({ createdAt, lastSeenAt, ...session }: Awaited<ReturnType<typeof listSessionsOf>>[number]) => ({
  ...session,
  createdAt: createdAt.toISOString(),
  lastSeenAt: lastSeenAt.toISOString(),
});

export const getPersonDetail = defineLoader({
  input: personId,
  permission: "platform.people",
  run: async ({ input: { id } }): Promise<PersonDetail> => {
    const { disabledAt, identities, memberships, createdAt, passwordHash, ...person } = await getPerson(id);
    return {
      ...person,
      createdAt: createdAt.toISOString(),
      hasPassword: passwordHash !== null,
      isDisabled: disabledAt !== null,
      memberships: memberships.map(toMembership),
      providers: identities.map(({ issuer }) => issuer),
      sessions: (await listSessionsOf(id)).map(toSession),
    };
  },
  scope: () => ({ tenantId: null }),
});

export type TenantChoice = { id: string; name: string };

/** The tenants that a person can be given a role in. */
export const listTenantChoices = defineLoader({
  input: z.object({}),
  permission: "platform.people",
  run: (): Promise<TenantChoice[]> => listTenantNames(),
});
