import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createSupervisor, type Part } from "../scripts/supervise.mjs";

let folder: string;
let diary: string;

/** A part that notes when it starts and when it is told to end. */
const source = (diary: string) => `
  import { appendFileSync } from "node:fs";
  const [name, manner] = process.argv.slice(2);
  const note = (text) => appendFileSync(${JSON.stringify(diary)}, name + " " + text + "\\n");
  process.on("SIGTERM", () => { note("told to end"); if (manner !== "stubborn") process.exit(0); });
  note("started " + process.pid);
  if (manner === "short") setTimeout(() => process.exit(3), 50);
  setInterval(() => {}, 1000);
`;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "stillpoint-supervise-"));
  diary = path.join(folder, "diary");
  await writeFile(path.join(folder, "part.mjs"), source(diary));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = () => (existsSync(diary) ? readFileSync(diary, "utf8").trim().split("\n") : []);
const pidsOf = (name: string) =>
  lines()
    .filter((line) => line.startsWith(`${name} started`))
    .map((line) => Number(line.split(" ").at(-1)));
const isAlive = (pid: number) => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};
const until = (assertion: () => void) => vi.waitFor(assertion, { timeout: 8000, interval: 20 });

const part = (name: string, manner = "plain", graceMs = 5000): Part => ({
  name,
  command: process.execPath,
  args: [path.join(folder, "part.mjs"), name, manner],
  env: {},
  graceMs,
  output: "inherit",
});

describe("the supervisor", () => {
  it("starts a part again when it was killed", async () => {
    const supervisor = createSupervisor(() => {});
    try {
      supervisor.start(part("web"));
      await until(() => expect(pidsOf("web")).toHaveLength(1));
      process.kill(pidsOf("web")[0] ?? 0, "SIGKILL");
      await until(() => expect(pidsOf("web")).toHaveLength(2));
    } finally {
      await supervisor.stop();
    }
    expect(pidsOf("web").filter(isAlive)).toEqual([]);
  });

  it("waits longer each time a part falls over its start", async () => {
    const said: string[] = [];
    const supervisor = createSupervisor((line) => said.push(line));
    try {
      supervisor.start(part("web", "short"));
      await until(() => expect(said).toHaveLength(3));
    } finally {
      await supervisor.stop();
    }
    expect(said.map((line) => Number(/in (\d+) ms/.exec(line)?.[1]))).toEqual([250, 500, 1000]);
  });

  it("ends the parts one after the other, the last one first", async () => {
    const supervisor = createSupervisor(() => {});
    supervisor.start(part("web"));
    supervisor.start(part("worker"));
    await until(() => expect(lines()).toHaveLength(2));
    await supervisor.stop();
    expect(lines().slice(2)).toEqual(["worker told to end", "web told to end"]);
  });

  it("kills what does not end in its time", async () => {
    const supervisor = createSupervisor(() => {});
    supervisor.start(part("web", "stubborn", 300));
    await until(() => expect(pidsOf("web")).toHaveLength(1));
    await supervisor.stop();
    expect(lines().at(-1)).toBe("web told to end");
    expect(pidsOf("web").filter(isAlive)).toEqual([]);
  });

  it("takes its parts with it when it is killed itself", async () => {
    const module = pathToFileURL(path.resolve("scripts/supervise.mjs")).href;
    const parts = JSON.stringify([part("web"), part("worker")]);
    const script = `import { createSupervisor } from "${module}"; const s = createSupervisor(() => {}); ${parts}.forEach(s.start);`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "ignore" });
    await until(() => expect([...pidsOf("web"), ...pidsOf("worker")]).toHaveLength(2));
    parent.kill("SIGKILL");
    await until(() => expect(lines().filter((line) => line.endsWith("told to end"))).toHaveLength(2));
    await until(() => expect([...pidsOf("web"), ...pidsOf("worker")].filter(isAlive)).toEqual([]));
  });
});
