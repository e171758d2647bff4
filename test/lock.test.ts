import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { tryLock, withLock } from "../scripts/lock.mjs";

const run = promisify(execFile);
const module = pathToFileURL(path.resolve("scripts/lock.mjs")).href;

/** Asks in another process, and if need be with another Node than ours. */
const isFreeFor = async (node: string, name: string) => {
  const script = `import("${module}").then(({ tryLock }) => tryLock("${name}")).then((lock) => console.log(lock !== null))`;
  return (await run(node, ["-e", script])).stdout.trim() === "true";
};

/** The one that npm was started with; older than ours on most machines. */
const findSystemNode = () => {
  const folders = (process.env.PATH ?? "").split(":").filter((folder) => !folder.endsWith("node_modules/.bin"));
  return folders.map((folder) => path.join(folder, "node")).find((file) => existsSync(file)) ?? process.execPath;
};

describe("the lock between processes", () => {
  it("is one's alone until it is released, whatever Node the other one runs in", async () => {
    const name = `test ${process.pid}`;
    const lock = await tryLock(name);
    expect(lock).not.toBeNull();
    expect(await tryLock(name)).toBeNull();
    expect(await tryLock(`${name} b`).then((other) => other?.release())).toBeUndefined();
    for (const node of new Set([process.execPath, findSystemNode()])) expect(await isFreeFor(node, name)).toBe(false);
    lock?.release();
    expect(await isFreeFor(process.execPath, name)).toBe(true);
  });

  it("lets work of one name wait for the other's end", async () => {
    const order: string[] = [];
    const work = (id: string) =>
      withLock(`work ${process.pid}`, async () => {
        order.push(`${id} begins`);
        await new Promise((resolve) => setTimeout(resolve, 30));
        order.push(`${id} ends`);
      });
    await Promise.all([work("one"), work("two")]);
    expect(order.map((line) => line.split(" ")[1])).toEqual(["begins", "ends", "begins", "ends"]);
  });
});
