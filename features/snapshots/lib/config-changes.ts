import type { SnapshotDetail } from "../schema";

type Config = Pick<SnapshotDetail["config"], "disks" | "memoryBytes" | "nics" | "vcpus">;

/** One thing that is not as it was; null where it was not there. Sizes in bytes. */
export type ConfigChange =
  | { what: "disk"; number: number; before: number | null; now: number | null }
  | { what: "memory" | "nics" | "vcpus"; before: number; now: number };

/** What of the server's configuration is different now, in the order in which people read it. */
export const configChanges = (then: Config, now: Config): ConfigChange[] => {
  const changes: ConfigChange[] = [];
  if (then.vcpus !== now.vcpus) changes.push({ now: now.vcpus, before: then.vcpus, what: "vcpus" });
  if (then.memoryBytes !== now.memoryBytes)
    changes.push({ now: now.memoryBytes, before: then.memoryBytes, what: "memory" });
  const ids = new Set([...then.disks, ...now.disks].map(({ id }) => id));
  for (const id of ids) {
    const before = then.disks.find((disk) => disk.id === id);
    const after = now.disks.find((disk) => disk.id === id);
    if (before?.sizeBytes === after?.sizeBytes) continue;
    const number = (before ?? after)?.position ?? 0;
    changes.push({
      now: after?.sizeBytes ?? null,
      number: number + 1,
      before: before?.sizeBytes ?? null,
      what: "disk",
    });
  }
  const cards = (config: Config) => config.nics.map(({ mac }) => mac).toSorted();
  if (cards(then).join() !== cards(now).join())
    changes.push({ now: now.nics.length, before: then.nics.length, what: "nics" });
  return changes;
};

/** Disks that came since stay as they are, and RAM of before no longer fits. */
export const isAddedDisk = (change: ConfigChange): boolean => change.what === "disk" && change.before === null;
