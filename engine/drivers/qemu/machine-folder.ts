import { constants } from "node:fs";
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { ServerSpec } from "../driver";
import { failed } from "./failure";
import type { Host, Identity } from "./host";

/**
 * `<machines>/<serverId>/` holds spec.json, the disks, `snapshots/` (a record each), `ram/` (kept RAM) and `run/`
 * (QEMU's sockets). Where we are root the folder is root's and QEMU may pass through it by its group; its own
 * are only the disks and `run/`. So a guest that breaks out of QEMU can't lay traps for root or alter kept RAM.
 */
const idPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isId = (value: string): boolean => idPattern.test(value);

/** Ids become names of files and of snapshots in them: nothing but an id may. */
export const checkId = (id: string): string => {
  if (!isId(id)) throw new AppError("engineFailed", {}, { cause: new Error("an id is no UUID in lower case") });
  return id;
};

/** What can be changed of a machine, and what a snapshot brings back. */
export const machineShapeSchema = z.object({
  vcpus: z.number(),
  memoryBytes: z.number(),
  disks: z.array(z.object({ id: z.string(), sizeBytes: z.number() })),
  nics: z.array(z.object({ id: z.string(), mac: z.string() })),
});

export type MachineShape = z.infer<typeof machineShapeSchema>;

const specSchema = z.object({
  version: z.literal(1),
  server: machineShapeSchema.extend({ id: z.string(), name: z.string() }),
  boot: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("disk") }),
    z.object({ kind: z.literal("direct"), commandLine: z.string() }),
  ]),
  /** QEMU's exact machine type: kept RAM can only be loaded into the same one, also after an upgrade of QEMU. */
  machineType: z.string(),
  webPort: z.number().nullable(),
});

export type MachineSpec = z.infer<typeof specSchema>;

export type Machine = { id: string; folder: string; spec: MachineSpec };

export const shapeOfMachine = ({ spec: { server } }: Machine): MachineShape => ({
  vcpus: server.vcpus,
  memoryBytes: server.memoryBytes,
  disks: server.disks,
  nics: server.nics,
});

/** It becomes a part of one of QEMU's option lists, where a comma would begin the next option. */
const macPattern = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

export const assertCards = ({ nics }: Pick<ServerSpec, "nics">): void => {
  if (!nics.every(({ mac }) => macPattern.test(mac))) throw failed("a card's address is none");
};

export const machineFolder = (host: Host, serverId: string): string => path.join(host.machinesDir, checkId(serverId));

export const diskFile = (diskId: string): string => `${checkId(diskId)}.qcow2`;

/** Name of the disk in QEMU's block graph; disk ids are longer than QEMU's 31 characters. */
export const nodeName = (index: number): string => `disk${index}`;

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** Null where the file is not there. */
export const findFile = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
};

/** Writes a file that is there whole or not at all, also when power goes. */
export const writeFileWhole = async (file: string, content: string): Promise<void> => {
  const part = `${file}.part`;
  const handle = await open(part, "w", 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
};

export const findMachine = async (host: Host, serverId: string): Promise<Machine | null> => {
  const folder = machineFolder(host, serverId);
  const text = await findFile(path.join(folder, "spec.json"));
  return text === null ? null : { id: serverId, folder, spec: specSchema.parse(JSON.parse(text)) };
};

/** Throws AppError "notFound". */
export const getMachine = async (host: Host, serverId: string): Promise<Machine> => {
  const machine = await findMachine(host, serverId);
  if (!machine) throw new AppError("notFound");
  return machine;
};

export const writeSpec = (folder: string, spec: MachineSpec): Promise<void> =>
  writeFileWhole(path.join(folder, "spec.json"), `${JSON.stringify(spec, null, 2)}\n`);

export const listMachineIds = async (host: Host): Promise<string[]> => {
  try {
    return (await readdir(host.machinesDir)).filter(isId).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

/** Gives a file or folder to the guests' user. Only for what lies where that user can't put a link in its place. */
export const giveTo = async (identity: Identity, file: string, mode: number): Promise<void> => {
  await chmod(file, mode);
  if (identity) await chown(file, identity.uid, identity.gid);
};

/** Lets the guests' user read a file or pass through a folder that stays ours. */
export const letRead = async (identity: Identity, file: string, mode: number): Promise<void> => {
  await chmod(file, mode);
  if (identity) await chown(file, 0, identity.gid);
};

/** Makes the folders of a machine at `folder`, empty. */
export const makeMachineFolder = async (identity: Identity, folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  for (const name of ["", "run", "ram", "snapshots"]) await mkdir(path.join(folder, name), { mode: 0o700 });
  if (!identity) return;
  await letRead(identity, folder, 0o750);
  await letRead(identity, path.join(folder, "ram"), 0o750);
  await giveTo(identity, path.join(folder, "run"), 0o700);
};

/** Makes an empty file of the guests' user, which QEMU's tools then fill. */
export const makeGuestFile = async (identity: Identity, file: string): Promise<void> => {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  await (await open(file, flags, 0o600)).close();
  await giveTo(identity, file, 0o600);
};
