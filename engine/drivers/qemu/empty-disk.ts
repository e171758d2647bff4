import path from "node:path";
import type { Host } from "./host";
import { makeGuestFile } from "./machine-folder";
import { diskOptions, qemuImg } from "./qemu-img";

/** Makes the file of an empty disk, which belongs to the guests' user in a folder of ours. */
export const makeEmptyDisk = async (
  host: Host,
  { folder, file, sizeBytes }: { folder: string; file: string; sizeBytes: number },
  signal: AbortSignal | undefined,
): Promise<void> => {
  await makeGuestFile(host.identity, path.join(folder, file));
  const args = ["create", "-q", "-f", "qcow2", "-o", diskOptions, file, String(sizeBytes)];
  await qemuImg(host, folder, args, { signal });
};
