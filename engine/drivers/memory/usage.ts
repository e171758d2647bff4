import type { DiskUsage, SharedBlocks, SnapshotUsage } from "../snapshot-usage";
import type { Content, FakeMachine } from "./world";

/** Each file of a fake disk is one block of it. */
const blockBytes = 65_536;

/** Places as runs: first, last, first, last… */
const toRuns = (places: readonly number[]): number[] => {
  const runs: number[] = [];
  for (const place of places) {
    if (runs.at(-1) === place - 1) runs[runs.length - 1] = place;
    else runs.push(place, place);
  }
  return runs;
};

/** One share for each content that a file has in any of the states, and one for where it is not there. */
const sharesOf = (states: readonly Content[]): SharedBlocks[] =>
  [...new Set(states.flatMap(({ files }) => [...files.keys()]))].flatMap((path) => {
    const places = Map.groupBy(states.keys(), (place) => states[place]?.files.get(path) ?? null);
    return [...places].map(([text, holders]) => ({
      holders: toRuns(holders),
      keptBytes: text === null ? 0 : blockBytes,
      sameBytes: blockBytes,
    }));
  });

/** As if equal files were shared between the states that have them. */
export const readUsage = (machine: FakeMachine): SnapshotUsage => {
  const snapshots = [...machine.snapshots];
  const disks = machine.disks.map((present, index): DiskUsage => {
    const on = snapshots.flatMap(([id, { disks: kept }]) => {
      const content = kept[index];
      return content ? [{ id, content }] : [];
    });
    return {
      diskId: machine.spec.disks[index]?.id ?? "",
      snapshotIds: on.map(({ id }) => id),
      shares: sharesOf([...on.map(({ content }) => content), present]),
      isPartial: false,
    };
  });
  const memory = snapshots.flatMap(([snapshotId, { outcome }]) =>
    outcome?.memory ? [{ snapshotId, bytes: outcome.memory.sizeBytes }] : [],
  );
  return { disks, memory };
};
