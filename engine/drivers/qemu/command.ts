import { spawn } from "node:child_process";
import { AppError } from "@/lib/errors";
import type { Identity } from "./host";

export type Limits = {
  cpuSeconds?: number;
  addressBytes?: number;
  fileBytes?: number;
};

/**
 * The command as the guests' user: no groups (but those named), no capability, no way to gain any, no core file (it
 * would hold a customer's RAM).
 */
export const asGuestUser = (
  identity: Identity,
  command: readonly string[],
  { limits = {}, groups = [] }: { limits?: Limits; groups?: readonly number[] } = {},
): readonly [string, ...string[]] => {
  const prlimit = ["--core=0"];
  if (limits.cpuSeconds !== undefined) prlimit.push(`--cpu=${limits.cpuSeconds}`);
  if (limits.addressBytes !== undefined) prlimit.push(`--as=${limits.addressBytes}`);
  if (limits.fileBytes !== undefined) prlimit.push(`--fsize=${Math.round(limits.fileBytes)}`);
  const setpriv = ["--no-new-privs"];
  if (identity) {
    setpriv.push(`--reuid=${identity.uid}`, `--regid=${identity.gid}`, "--inh-caps=-all", "--bounding-set=-all");
    setpriv.push(groups.length > 0 ? `--groups=${groups.join(",")}` : "--clear-groups");
  }
  return ["prlimit", ...prlimit, "setpriv", ...setpriv, ...command];
};

/** What children get to see of our environment: where programs are, and messages in one language. */
export const childEnvironment = (): NodeJS.ProcessEnv => ({
  // biome-ignore lint/style/noProcessEnv: the search path of programs is the host's, not a setting of the product
  PATH: process.env.PATH ?? "/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  // biome-ignore lint/style/noProcessEnv: Next's types want it in every environment
  NODE_ENV: process.env.NODE_ENV,
});

const maxOutput = 16 * 2 ** 20;

export type CommandOptions = {
  cwd?: string;
  signal?: AbortSignal | undefined;
  onOutput?: (text: string) => void;
};

/** Runs a command to its end and returns what it printed. Throws with its last words when it fails. */
export const runCommand = (
  [command, ...args]: readonly [string, ...string[]],
  { cwd, signal, onOutput }: CommandOptions = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env: childEnvironment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let errors = "";
    const cancel = () => child.kill("SIGKILL");
    signal?.addEventListener("abort", cancel, { once: true });
    if (signal?.aborted) cancel();
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      onOutput?.(text);
      if (output.length < maxOutput) output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-4096);
    });
    child.on("error", reject);
    child.on("close", (code, killedBy) => {
      signal?.removeEventListener("abort", cancel);
      if (signal?.aborted) reject(new AppError("operationCancelled", {}, { cause: signal.reason }));
      else if (code === 0) resolve(output);
      else
        reject(
          new Error(
            `${args.find((arg) => arg.startsWith("qemu")) ?? command} ended with ${code ?? killedBy}: ${errors.trim()}`,
          ),
        );
    });
  });
