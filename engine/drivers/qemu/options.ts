/** One line an event, for the log. Fields carry no secret and no word for people. */
export type DriverLog = (event: string, fields: Readonly<Record<string, unknown>>) => void;

export type QemuDriverOptions = {
  /** The product's data folder; machines lie in `machines/` below it. */
  dataDir: string;
  /**
   * Built memory writer (`memory-writer.ts` or its bundle), run by this very Node. The guest freezer (`guest-freezer`,
   * with the same ending) lies beside it.
   */
  memoryWriter: string;
  /** Whom QEMU runs as where we are root; no passwd entry is needed. Elsewhere it runs as ourselves. */
  runAs?: { uid: number; gid: number };
  log?: DriverLog;
  /** Room that a snapshot with RAM must leave on the host. Default 256 MiB; below zero switches the check off. */
  freeReserveBytes?: number;
  /** Takes this method of keeping RAM instead of the best one that the host allows. */
  memoryMethod?: "background" | "standstill";
  /**
   * How long a guest's file systems may be frozen, ms; then they are let go whatever comes of it. Its agent has as long
   * to confirm that. Default 10 s.
   */
  freezeLimitMs?: number;
  /** A Linux kernel and initrd that say READY on their console, to find out whether KVM works. Default: guest image. */
  probeImage?: { kernelPath: string; initrdPath: string };
};
