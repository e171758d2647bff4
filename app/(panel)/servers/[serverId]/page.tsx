import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { loadServer } from "@/features/servers/page-data";
import { ServerOverview } from "@/features/servers/server-overview";
import { serverListOptions } from "@/features/snapshots/list-options";
import { listServerSnapshots } from "@/features/snapshots/loaders";
import { serverSnapshotsQuery } from "@/features/snapshots/queries";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";

type Props = PageProps<"/servers/[serverId]">;

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => ({
  title: (await loadServer((await params).serverId)).name,
});

const OverviewPage = async ({ params }: Props) => {
  const { serverId } = await params;
  const state = parseListState({}, serverListOptions);
  const client = new QueryClient();
  const [server, snapshots] = await Promise.all([
    loadServer(serverId),
    loadOr404(listServerSnapshots, { ...state, serverId }),
  ]);
  client.setQueryData(serverSnapshotsQuery(serverId, state).queryKey, snapshots);
  return (
    <HydrateQueries state={dehydrate(client)}>
      <ServerOverview first={server} key={server.id} />
    </HydrateQueries>
  );
};

export default OverviewPage;
