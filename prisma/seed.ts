import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { builtImageName, type Requester, requestServer, requestSnapshot } from "@/engine";
import type { TenantRole } from "@/lib/permissions";
import { generatePassword, hashPassword } from "@/server/auth/password";
import { closeJobs } from "@/server/db/jobs";
import { createPerson, findPersonForSignIn } from "@/server/db/people";
import { createTenant, listTenantNames } from "@/server/db/tenants";
import { disconnect } from "@/server/db/transaction";
import { requestPorts } from "@/server/engine";
import { env } from "@/server/env";

/**
 * The demo: people and tenants are rows, everything else is made by the engine on real machines. Run again after it
 * was cut off, it goes on where it stood.
 */

export type SignIn = { who: string; email: string; password: string };

const mebibyte = 1024 ** 2;
const file = path.join(path.resolve(env().data), "demo-sign-ins.json");
const ports = requestPorts();

const tenants = { nordlicht: "Nordlicht Hosting", brightwater: "Brightwater Studio" } as const;
type Tenant = keyof typeof tenants;
type Person = {
  who: string;
  name: string;
  email: string;
  locale: "en" | "de";
  at?: { tenant: Tenant; role: TenantRole };
};

const nordlicht = (role: TenantRole) => ({ tenant: "nordlicht", role }) as const;
const owner = "antje@nordlicht.example";
const otherOwner = "sam@brightwater.example";
const people: readonly Person[] = [
  { who: "owner, in German", name: "Antje Petersen", email: owner, locale: "de", at: nordlicht("owner") },
  { who: "operator", name: "Jonas Brandt", email: "jonas@nordlicht.example", locale: "de", at: nordlicht("operator") },
  { who: "viewer", name: "Mira Lindner", email: "mira@nordlicht.example", locale: "de", at: nordlicht("viewer") },
  {
    who: "owner of the other tenant",
    name: "Sam Carter",
    email: otherOwner,
    locale: "en",
    at: { tenant: "brightwater", role: "owner" },
  },
  { who: "admin", name: "Robin Meyer", email: "admin@stillpoint.example", locale: "en" },
];

/** Written before the first row, so that no row has a password that nobody knows. */
const readSignIns = async (): Promise<SignIn[]> => {
  const known = await readFile(file, "utf8").catch(() => null);
  if (known !== null) return JSON.parse(known);
  const made = people.map(({ who, email }) => ({ who, email, password: generatePassword() }));
  await writeFile(`${file}.part`, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.part`, file);
  return made;
};

const ensurePerson = async (person: Person, password: string, tenantIds: Record<Tenant, string>): Promise<string> => {
  const { name, email, locale, at } = person;
  const known = await findPersonForSignIn(email);
  if (known) return known.id;
  const memberships = at ? [{ tenantId: tenantIds[at.tenant], role: at.role }] : [];
  return createPerson({ name, email, locale, isAdmin: !at, memberships, passwordHash: await hashPassword(password) });
};

const ensureTenant = async (name: string) =>
  (await listTenantNames()).find((tenant) => tenant.name === name)?.id ?? (await createTenant(name));

const waitFor = async <T>(what: string, find: () => Promise<T | null>): Promise<T> => {
  const giveUpAt = Date.now() + 300_000;
  for (;;) {
    const found = await find();
    if (found !== null) return found;
    if (Date.now() > giveUpAt) throw new Error(`${what} did not come about within five minutes`);
    await pause(200);
  }
};

const waitUntilDone = (operationId: string) =>
  waitFor(`operation ${operationId}`, async () => {
    const { state } = await ports.store.operations.get(operationId);
    if (state === "failed" || state === "cancelled") throw new Error(`operation ${operationId} ${state}`);
    return state === "done" ? state : null;
  });

type Machine = { tenantId: string; by: Requester; name: string; start: boolean };

/** The key makes a second run wait for the first one's operation instead of asking again. */
const ensureServer = async (imageId: string, { tenantId, by, name, start }: Machine): Promise<string> => {
  const diskBytes: [number] = [1024 * mebibyte];
  const wish = { tenantId, imageId, name, vcpus: 1, memoryBytes: 256_000_000, diskBytes, start };
  const { operationId, serverId } = await requestServer(ports, { ...by, idempotencyKey: `demo/${name}` }, wish);
  await waitUntilDone(operationId);
  return serverId;
};

const seed = async (): Promise<void> => {
  const signIns = await readSignIns();
  const tenantIds = {
    nordlicht: await ensureTenant(tenants.nordlicht),
    brightwater: await ensureTenant(tenants.brightwater),
  };
  const ids = new Map<string, string>();
  for (const person of people) {
    const password = signIns.find(({ email }) => email === person.email)?.password;
    if (password) ids.set(person.email, await ensurePerson(person, password, tenantIds));
  }
  const as = (email: string): Requester => ({ userId: ids.get(email) ?? null, requestId: null });
  const image = await waitFor("the guest image", () => ports.store.images.findByName(builtImageName));
  const [serverId] = await Promise.all([
    ensureServer(image.id, { tenantId: tenantIds.nordlicht, by: as(owner), name: "web-01", start: true }),
    ensureServer(image.id, { tenantId: tenantIds.nordlicht, by: as(owner), name: "db-01", start: false }),
    ensureServer(image.id, { tenantId: tenantIds.brightwater, by: as(otherOwner), name: "shop-01", start: true }),
  ]);
  const first = { serverId, name: "Frisch eingerichtet", description: "Gleich nach dem ersten Start", expiresAt: null };
  const by = { ...as(owner), idempotencyKey: "demo/first-snapshot" };
  const { operationId } = await requestSnapshot(ports, by, { ...first, mode: "disks", lock: true });
  await waitUntilDone(operationId);
};

try {
  await seed();
  process.stdout.write(await readFile(file, "utf8"));
} finally {
  await closeJobs();
  await disconnect();
}
