import { spawn } from "node:child_process";
import { access, mkdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { qemuBinary, sandbox, throwAwayArguments } from "./arguments";
import { asGuestUser, childEnvironment, runCommand } from "./command";
import type { Host } from "./host";
import { findFile, writeFileWhole } from "./machine-folder";
import { connectQmp, QmpError } from "./qmp-client";
import { shareReadable, withStagingFolder } from "./staging";

const kvmDevice = "/dev/kvm";

export type Acceleration = { kind: "tcg" } | { kind: "kvm"; group: number };

const cacheSchema = z.record(z.string(), z.boolean());

/** Findings that cost a process to make, kept in a file under a key that changes when they may have changed. */
const remember = async (host: Host, name: string, key: string, find: () => Promise<boolean>): Promise<boolean> => {
  const file = path.join(host.dataDir, "probes", `${name}.json`);
  const text = await findFile(file);
  const known = text === null ? undefined : cacheSchema.safeParse(JSON.parse(text)).data?.[key];
  if (known !== undefined) return known;
  const found = await find();
  await mkdir(path.dirname(file), { recursive: true, mode: 0o711 });
  await writeFileWhole(file, `${JSON.stringify({ [key]: found })}\n`);
  host.log("probed", { name, found });
  return found;
};

const readTrimmed = async (file: string): Promise<string> => (await readFile(file, "utf8").catch(() => "")).trim();

export const readQemuVersion = async (): Promise<string> => {
  const text = await runCommand([qemuBinary, "-version"]);
  return /version (\S+)/.exec(text)?.[1] ?? "unknown";
};

/** The exact type behind QEMU's name for its newest one, e.g. "pc-q35-7.2". */
export const readMachineType = async (): Promise<string> => {
  const text = await runCommand([qemuBinary, "-machine", "help"]);
  return /^q35\s.*\(alias of (\S+)\)/m.exec(text)?.[1] ?? "q35";
};

const bootTimeoutMs = 15_000;

/** Boots the guest's kernel with KVM and waits for its first word; on some hosts it spins for ever without one. */
const bootsWithKvm = (host: Host, group: number): Promise<boolean> =>
  withStagingFolder(host, async (folder) => {
    await shareReadable(host, host.probeImage.kernelPath, path.join(folder, "kernel"));
    await shareReadable(host, host.probeImage.initrdPath, path.join(folder, "initrd"));
    const args = [
      "-nodefaults",
      "-no-user-config",
      "-display",
      "none",
      "-machine",
      "q35",
      "-accel",
      "kvm",
      "-cpu",
      "host",
    ];
    const kernel = ["-m", "192", "-kernel", "kernel", "-initrd", "initrd", "-append", "console=ttyS0 quiet"];
    const [command, ...rest] = asGuestUser(
      host.identity,
      [qemuBinary, ...args, ...kernel, "-serial", "stdio", "-sandbox", sandbox],
      { groups: [group] },
    );
    return await new Promise<boolean>((resolve) => {
      const child = spawn(command, rest, { cwd: folder, env: childEnvironment(), stdio: ["ignore", "pipe", "ignore"] });
      let heard = "";
      let isReady = false;
      const timer = setTimeout(() => child.kill("SIGKILL"), bootTimeoutMs);
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        heard = (heard + text).slice(-4096);
        if (!heard.includes("READY")) return;
        isReady = true;
        child.kill("SIGKILL");
      });
      child.on("error", () => resolve(false));
      child.on("close", () => {
        clearTimeout(timer);
        resolve(isReady);
      });
    });
  });

/** KVM only where a guest really boots with it: the device file alone says nothing. */
export const probeAcceleration = async (host: Host): Promise<Acceleration> => {
  const device = await stat(kvmDevice).catch(() => null);
  const hasImage = await access(host.probeImage.initrdPath).then(
    () => true,
    () => false,
  );
  if (!device?.isCharacterDevice() || !hasImage) return { kind: "tcg" };
  const key = `${await readTrimmed("/proc/sys/kernel/osrelease")} QEMU ${await readQemuVersion()} ${device.gid} ${device.mode}`;
  const works = await remember(host, "kvm", key, () => bootsWithKvm(host, device.gid));
  return works ? { kind: "kvm", group: device.gid } : { kind: "tcg" };
};

const acceptsBackgroundSnapshot = (host: Host): Promise<boolean> =>
  withStagingFolder(host, async (folder) => {
    const [command, ...args] = asGuestUser(host.identity, [qemuBinary, ...throwAwayArguments("probe.sock")]);
    const child = spawn(command, args, { cwd: folder, env: childEnvironment(), stdio: "ignore" });
    const ended = new Promise<void>((resolve) => {
      child.on("error", () => resolve());
      child.on("close", () => resolve());
    });
    try {
      const client = await connectQmp(folder, "probe.sock", {
        timeoutMs: 10_000,
        isHopeless: () => child.exitCode !== null || child.signalCode !== null,
      });
      try {
        const capabilities = [{ capability: "background-snapshot", state: true }];
        await client.execute("migrate-set-capabilities", { capabilities });
        return true;
      } catch (error) {
        if (error instanceof QmpError) return false;
        throw error;
      } finally {
        client.close();
      }
    } finally {
      child.kill("SIGKILL");
      await ended;
    }
  });

/**
 * Whether the kernel lets QEMU's user watch writes to guest RAM (userfaultfd). Asked anew after each boot of the host
 * and each change of the switch that allows it.
 */
export const probeBackgroundSnapshot = async (host: Host): Promise<boolean> => {
  const boot = await readTrimmed("/proc/sys/kernel/random/boot_id");
  const allowed = await readTrimmed("/proc/sys/vm/unprivileged_userfaultfd");
  const key = `${boot} ${allowed} ${host.identity?.uid ?? "self"}`;
  return await remember(host, "background-snapshot", key, () => acceptsBackgroundSnapshot(host));
};
