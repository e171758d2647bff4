/** What one host offers a single server; the form shows the same bounds. */
export const serverLimits = {
  nameLength: 63,
  /** Letters, digits and inner hyphens: what a host name may be. */
  namePattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i,
  vcpus: { min: 1, max: 16 },
  memoryBytes: { min: 192 * 1024 ** 2, max: 64 * 1024 ** 3 },
  diskBytes: { min: 64 * 1024 ** 2, max: 2 * 1024 ** 4 },
  disks: 8,
} as const;

const within = (value: number, { min, max }: { min: number; max: number }) =>
  Number.isInteger(value) && value >= min && value <= max;

export const isWithinLimits = ({
  vcpus,
  memoryBytes,
  diskBytes,
}: {
  vcpus: number;
  memoryBytes: number;
  diskBytes: readonly number[];
}): boolean =>
  within(vcpus, serverLimits.vcpus) &&
  within(memoryBytes, serverLimits.memoryBytes) &&
  diskBytes.length <= serverLimits.disks &&
  diskBytes.every((bytes) => within(bytes, serverLimits.diskBytes));
