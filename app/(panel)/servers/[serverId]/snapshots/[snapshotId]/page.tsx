import { dehydrate } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { HydrateQueries } from "@/components/hydrate-queries";
import { loadSnapshot, snapshotClient } from "@/features/snapshots/page-data";
import { SnapshotPanel } from "@/features/snapshots/snapshot-panel";

type Props = PageProps<"/servers/[serverId]/snapshots/[snapshotId]">;

/** One of another server is not below this one, even where the person may see both. */
const load = async (params: Props["params"]) => {
  const { serverId, snapshotId } = await params;
  const snapshot = await loadSnapshot(snapshotId);
  return snapshot.serverId === serverId ? snapshot : notFound();
};

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({ title: (await load(params)).name });

const ServerSnapshotPage = async ({ params }: Props) => {
  const snapshot = await load(params);
  return (
    <HydrateQueries state={dehydrate(snapshotClient(snapshot))}>
      <SnapshotPanel basePath={`/servers/${snapshot.serverId}/snapshots`} key={snapshot.id} snapshotId={snapshot.id} />
    </HydrateQueries>
  );
};

export default ServerSnapshotPage;
