import { describe, expect, it, vi } from "vitest";
import { AppError } from "@/lib/errors";
import { permissions } from "@/lib/permissions";
import { type DoorDefinition, definition } from "@/server/door";

// A stranger: no cookies. Next's own request store is the one thing outside our house that has to be stood in for.
vi.mock("next/headers", () => ({
  cookies: async () => ({ get: () => undefined, getAll: () => [], set: () => undefined }),
  headers: async () => new Headers(),
}));

type Module = Readonly<Record<string, unknown>>;
type Found = { name: string; value: unknown; door: DoorDefinition | undefined };

const sources = import.meta.glob<string>("../{app,features,server}/**/*.{ts,tsx}", {
  eager: true,
  import: "default",
  query: "?raw",
});
const modules = import.meta.glob<Module>("../{app,features,server}/**/*.{ts,tsx}");

const isTest = (file: string) => /\.test\.tsx?$/.test(file);
const filesWith = (test: (file: string, source: string) => boolean) =>
  Object.entries(sources)
    .filter(([file, source]) => !isTest(file) && test(file, source))
    .map(([file]) => file);

const actionFiles = filesWith((_, source) => /^\s*["']use server["']/m.test(source));
const loaderFiles = filesWith((file) => file.endsWith("/loaders.ts"));
const routeFiles = filesWith((file) => /\/app\/api\/.*\/route\.tsx?$/.test(file));
// A route outside /api would be no less a door.
const otherRoutes = filesWith((file) => /\/app\/.*\/route\.tsx?$/.test(file)).filter(
  (file) => !routeFiles.includes(file),
);

const doorOf = (value: unknown): DoorDefinition | undefined =>
  typeof value === "function" && definition in value ? (value[definition] as DoorDefinition) : undefined;

const exportsOf = async (file: string): Promise<Found[]> => {
  const loaded = await modules[file]?.();
  return Object.entries(loaded ?? {}).map(([name, value]) => ({ door: doorOf(value), name, value }));
};

const functionsOf = async (file: string) => (await exportsOf(file)).filter(({ value }) => typeof value === "function");

const expectNamed = ({ door, name }: Found, file: string) => {
  if (door?.kind === "public") expect(door.reason.length, `${file} ${name}: the reason`).toBeGreaterThan(20);
  else expect(permissions, `${file} ${name}: the permission`).toContain(door?.permission);
};

const call = (value: unknown, ...given: unknown[]): Promise<unknown> => {
  if (typeof value !== "function") throw new Error("not a function");
  return Promise.resolve(value(...given));
};

describe("every server action", () => {
  it("is found", () => expect(actionFiles.length).toBeGreaterThan(3));
  it.each(actionFiles)("%s names a permission and refuses a stranger", async (file) => {
    const found = await exportsOf(file);
    expect(found.length).toBeGreaterThan(0);
    for (const action of found) {
      expectNamed(action, file);
      if (action.door?.kind === "public") continue;
      expect(action.door?.kind, action.name).toBe("action");
      expect(await call(action.value, {}), action.name).toMatchObject({ code: "sessionExpired", ok: false });
    }
  });
});

describe("every loader", () => {
  it("is found", () => expect(loaderFiles.length).toBeGreaterThan(3));
  it.each(loaderFiles)("%s names a permission and refuses a stranger", async (file) => {
    const found = await functionsOf(file);
    expect(found.length).toBeGreaterThan(0);
    for (const loader of found) {
      expectNamed(loader, file);
      if (loader.door?.kind === "public") continue;
      expect(loader.door?.kind, loader.name).toBe("loader");
      const refusal = await call(loader.value, {}).catch((error: unknown) => error);
      expect(refusal, loader.name).toBeInstanceOf(AppError);
      expect(refusal, loader.name).toMatchObject({ code: "sessionExpired" });
    }
  });
});

describe("every route", () => {
  it("is found below /api, and there only", () => {
    expect(routeFiles.length).toBeGreaterThan(3);
    expect(otherRoutes).toEqual([]);
  });
  it.each(routeFiles)("%s names a permission and refuses a stranger", async (file) => {
    const handlers = (await functionsOf(file)).filter(({ name }) => /^[A-Z]+$/.test(name));
    expect(handlers.length).toBeGreaterThan(0);
    for (const handler of handlers) {
      expectNamed(handler, file);
      if (handler.door?.kind === "public") continue;
      const request = new Request("http://localhost/api/door", { method: handler.name });
      const answer = await call(handler.value, request, { params: Promise.resolve({}) });
      expect(answer, handler.name).toBeInstanceOf(Response);
      expect(answer, handler.name).toMatchObject({ status: 401 });
    }
  });
});
