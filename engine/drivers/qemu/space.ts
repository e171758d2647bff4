import { statfs } from "node:fs/promises";
import type { HostSpace } from "../driver";
import { type Host, makeMachinesFolder } from "./host";

/** Room on the file system where machines lie, as users other than root may use it. */
export const readSpace = async (host: Host): Promise<HostSpace> => {
  await makeMachinesFolder(host);
  const { bsize, blocks, bavail } = await statfs(host.machinesDir);
  return { totalBytes: bsize * blocks, freeBytes: bsize * bavail };
};
