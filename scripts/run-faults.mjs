// @ts-check
// The second half of `npm run faults`.
import { spawn } from "node:child_process";
import path from "node:path";
import { findDataFolder, makeDataFolder, node, root } from "./paths.mjs";

const bin = path.join(root, "node_modules/.bin");
const child = spawn(node, [path.join(bin, "vitest"), "run", "--project", "integration", "test/faults"], {
  cwd: root,
  env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, STILLPOINT_DATA: makeDataFolder(findDataFolder()) },
  stdio: "inherit",
});
child.on("exit", (code) => process.exit(code ?? 1));
