// @ts-check
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { node, root } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * Makes the demo's people and machines; what is there is kept.
 * @param {{ env: Record<string, string> }} options
 */
export const seedDemo = ({ env }) => run(node, ["--enable-source-maps", path.join(root, "dist/seed.mjs")], { env });

/**
 * The demo's sign-ins as a table for people.
 * @param {string} dataDir
 */
export const readSignIns = (dataDir) => {
  const file = path.join(dataDir, "demo-sign-ins.json");
  if (!existsSync(file)) return "";
  /** @type {{ who: string, email: string, password: string }[]} */
  const signIns = JSON.parse(readFileSync(file, "utf8"));
  const widest = (/** @type {"who" | "email"} */ key) => Math.max(...signIns.map((signIn) => signIn[key].length));
  const [who, email] = [widest("who"), widest("email")];
  return signIns.map((each) => `  ${each.who.padEnd(who)}  ${each.email.padEnd(email)}  ${each.password}`).join("\n");
};
