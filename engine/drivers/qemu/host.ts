import { mkdir } from "node:fs/promises";
import path from "node:path";
import { createKeyedLock, type KeyedLock } from "./keyed-lock";
import type { DriverLog, QemuDriverOptions } from "./options";

/** Whom untrusting work is done as; null: as ourselves, since we are not root. */
export type Identity = { uid: number; gid: number } | null;

/** What all parts of the driver share. */
export type Host = {
  dataDir: string;
  machinesDir: string;
  memoryWriter: string;
  guestFreezer: string;
  identity: Identity;
  log: DriverLog;
  freeReserveBytes: number;
  memoryMethod: "background" | "standstill" | null;
  freezeLimitMs: number;
  probeImage: { kernelPath: string; initrdPath: string };
  /** One call at a time changes a machine, within this process. */
  operations: KeyedLock;
  /** QEMU's sockets serve one client each, so does the agent's port. */
  monitors: KeyedLock;
  agents: KeyedLock;
};

/** A number that no distribution gives to a person or service. */
const guestUser = { uid: 64055, gid: 64055 };

export const createHost = (options: QemuDriverOptions): Host => {
  const dataDir = path.resolve(options.dataDir);
  const memoryWriter = path.resolve(options.memoryWriter);
  return {
    dataDir,
    machinesDir: path.join(dataDir, "machines"),
    memoryWriter,
    guestFreezer: path.join(path.dirname(memoryWriter), `guest-freezer${path.extname(memoryWriter)}`),
    identity: process.getuid?.() === 0 ? (options.runAs ?? guestUser) : null,
    log: options.log ?? (() => undefined),
    freeReserveBytes: options.freeReserveBytes ?? 256 * 2 ** 20,
    memoryMethod: options.memoryMethod ?? null,
    freezeLimitMs: options.freezeLimitMs ?? 10_000,
    probeImage: options.probeImage ?? {
      kernelPath: path.join(dataDir, "guest/vmlinuz"),
      initrdPath: path.join(dataDir, "guest/initrd.lz4"),
    },
    operations: createKeyedLock(),
    monitors: createKeyedLock(),
    agents: createKeyedLock(),
  };
};

/** Makes the folder for machines; others than its owner may pass through it, not list it. */
export const makeMachinesFolder = (host: Host): Promise<unknown> =>
  mkdir(host.machinesDir, { recursive: true, mode: 0o711 });
