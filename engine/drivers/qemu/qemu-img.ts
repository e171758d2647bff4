import { z } from "zod";
import { asGuestUser, type CommandOptions, type Limits, runCommand } from "./command";
import type { Host } from "./host";

/** Runs qemu-img as the guests' user in `folder`; files are named relative to it. */
export const qemuImg = (
  host: Host,
  folder: string,
  args: readonly string[],
  { limits, ...options }: { limits?: Limits } & Omit<CommandOptions, "cwd"> = {},
): Promise<string> =>
  runCommand(asGuestUser(host.identity, ["qemu-img", ...args], limits ? { limits } : {}), { cwd: folder, ...options });

/** Options of every disk that we make: eager counting, so that power may go at any time without a repair. */
export const diskOptions = "cluster_size=64k,lazy_refcounts=off";

const infoSchema = z.object({
  "virtual-size": z.number(),
  snapshots: z.array(z.object({ name: z.string() })).optional(),
});

/** `-U`: also while a machine holds the disk; what is read is then only as new as QEMU's last write. */
export const readDiskInfo = async (host: Host, folder: string, file: string) => {
  const text = await qemuImg(host, folder, ["info", "-U", "-f", "qcow2", "--output=json", file]);
  const info = infoSchema.parse(JSON.parse(text));
  return { virtualBytes: info["virtual-size"], snapshotNames: (info.snapshots ?? []).map(({ name }) => name) };
};
