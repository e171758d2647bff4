import { dehydrate } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { loadSnapshot, snapshotClient } from "@/features/snapshots/page-data";
import { SnapshotPanel } from "@/features/snapshots/snapshot-panel";

type Props = PageProps<"/snapshots/[snapshotId]">;

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: (await loadSnapshot((await params).snapshotId)).name,
});

const SnapshotPage = async ({ params }: Props) => {
  const snapshot = await loadSnapshot((await params).snapshotId);
  return (
    <HydrateQueries state={dehydrate(snapshotClient(snapshot))}>
      <SnapshotPanel basePath="/snapshots" key={snapshot.id} snapshotId={snapshot.id} />
    </HydrateQueries>
  );
};

export default SnapshotPage;
