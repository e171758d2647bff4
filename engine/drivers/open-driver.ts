import type { Driver } from "./driver";
import type { QemuDriverOptions } from "./qemu/options";

export type { QemuDriverOptions };

/** Loads the driver only where machines are touched: the web process never does. */
export const openQemuDriver = async (options: QemuDriverOptions): Promise<Driver> => {
  const { createQemuDriver } = await import("./qemu/index");
  return createQemuDriver(options);
};
