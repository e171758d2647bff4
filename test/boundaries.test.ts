import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkBoundaries, cruise } from "../scripts/boundaries.mjs";

/** What each rule must find: a file and what it imports. All others are the sound part of the same tree. */
const faults: Readonly<Record<string, { file: string; imports: string }>> = {
  "no-cycles": { file: "lib/one.ts", imports: "@/lib/other" },
  "lib-is-a-leaf": { file: "lib/fault.ts", imports: "react" },
  "engine-is-framework-free": { file: "engine/fault.ts", imports: "@/server/log" },
  "engine-by-front-door": { file: "server/fault-door.ts", imports: "@/engine/model/snapshot" },
  "drivers-are-strangers": { file: "engine/drivers/qemu/fault.ts", imports: "../memory/driver" },
  "drivers-know-only-the-contract": { file: "engine/drivers/memory/fault.ts", imports: "../../model/snapshot" },
  "prisma-lives-in-server-db": { file: "server/fault-prisma.ts", imports: "@prisma/client" },
  "components-know-no-feature": { file: "components/fault.ts", imports: "@/features/servers/queries" },
  "feature-subfolders-are-private": { file: "features/servers/fault.ts", imports: "@/features/snapshots/lib/axis" },
  "feature-subfolders-are-private-outside": { file: "app/fault-private.ts", imports: "@/features/snapshots/lib/axis" },
  "views-reach-the-server-through-actions": { file: "features/servers/fault.tsx", imports: "@/server/log" },
  "app-is-thin": { file: "app/fault-thick.ts", imports: "@/server/db/client" },
  "server-knows-no-feature": { file: "server/fault-feature.ts", imports: "@/features/servers/queries" },
  "worker-has-no-ui": { file: "worker/fault.ts", imports: "react" },
  "nobody-imports-app-or-worker": { file: "i18n/fault.ts", imports: "@/worker/main" },
};

const sound: Readonly<Record<string, string>> = {
  "node_modules/react/package.json": '{ "name": "react", "version": "1.0.0", "main": "index.js" }',
  "node_modules/react/index.js": "",
  "node_modules/@prisma/client/package.json": '{ "name": "@prisma/client", "version": "1.0.0", "main": "index.js" }',
  "node_modules/@prisma/client/index.js": "",
  "package.json": '{ "type": "module", "dependencies": { "react": "1", "@prisma/client": "1" } }',
  "lib/ids.ts": "export const id = 1;",
  "lib/other.ts": 'import "@/lib/one";',
  "engine/index.ts": 'export * from "./model/snapshot";',
  "engine/model/snapshot.ts": 'export { id } from "@/lib/ids";',
  "engine/drivers/memory/driver.ts": "export const driver = 1;",
  "server/db/client.ts": 'import "@prisma/client";',
  "server/db/people.ts": 'import "@/server/db/client";',
  "server/log.ts": 'import "@/engine"; import "@/server/db/people"; export type Line = string;',
  "features/servers/queries.ts":
    'import "@/server/log"; import "@/features/servers/lib/own"; import "@/components/button";',
  "features/servers/lib/own.ts": "export const own = 1;",
  "features/servers/view.tsx": 'import type { Line } from "@/server/log"; import "react"; export type Shown = Line;',
  "features/snapshots/lib/axis.ts": "export const axis = 1;",
  "components/button.ts": 'import "react"; import "@/lib/ids";',
  "app/page.ts": 'import "@/features/servers/view"; import "@/server/log";',
  "worker/main.ts": 'import "@/engine"; import "@/server/log";',
};

let folder: string;

const write = async (file: string, content: string) => {
  const target = path.join(folder, file);
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, content);
};
const folders = ["app", "components", "engine", "features", "i18n", "lib", "server", "worker"];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stillpoint-boundaries-"));
  for (const file of ["dependency-cruiser.cjs", "tsconfig.json"]) await cp(file, path.join(folder, file));
  for (const [file, content] of Object.entries(sound)) await write(file, content);
  await mkdir(path.join(folder, "i18n"));
  await mkdir(path.join(folder, "empty"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the rules of who may import whom", () => {
  it("let the sound part of the tree pass, and have read it", async () => {
    const { modules, violations } = await cruise({ cwd: folder, folders });
    expect(violations).toEqual([]);
    expect(modules).toBeGreaterThan(10);
  });

  it("find a planted fault each", async () => {
    for (const { file, imports } of Object.values(faults)) await write(file, `import "${imports}";`);
    const { violations } = await cruise({ cwd: folder, folders });
    const found = Object.entries(faults).map(([rule, { file }]) => ({
      rule,
      found: violations.some((violation) => violation.rule === rule && violation.from === file),
    }));
    expect(found.filter((each) => !each.found)).toEqual([]);
    await expect(checkBoundaries({ cwd: folder, folders })).rejects.toThrow("app-is-thin: app/fault-thick.ts");
  });

  it("have a planted fault each", () => {
    const rules: { forbidden: { name: string }[] } = createRequire(import.meta.url)("../dependency-cruiser.cjs");
    expect(Object.keys(faults).sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
  });

  it("do not hold where no module was read", async () => {
    await expect(checkBoundaries({ cwd: folder, folders: ["empty"] })).rejects.toThrow("0 modules");
  });
});
