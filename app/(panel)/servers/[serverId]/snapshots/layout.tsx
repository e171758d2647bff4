import { dehydrate, QueryClient } from "@tanstack/react-query";
import { HydrateQueries } from "@/components/hydrate-queries";
import { loadServer } from "@/features/servers/page-data";
import { serverListOptions } from "@/features/snapshots/list-options";
import { listServerMarks, listServerSnapshots } from "@/features/snapshots/loaders";
import { marksQuery, serverSnapshotsQuery } from "@/features/snapshots/queries";
import { ServerSnapshotsView } from "@/features/snapshots/server-snapshots-view";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";
import { getPageSearch } from "@/server/page-search";

/** Axis and table stand in the layout, so that they stay as they are while details open and close over them. */
const ServerSnapshotsLayout = async ({ children, params }: LayoutProps<"/servers/[serverId]/snapshots">) => {
  const { serverId } = await params;
  const state = parseListState(await getPageSearch(), serverListOptions);
  const client = new QueryClient();
  const [server, list, marks] = await Promise.all([
    loadServer(serverId),
    loadOr404(listServerSnapshots, { ...state, serverId }),
    loadOr404(listServerMarks, { serverId }),
  ]);
  client.setQueryData(serverSnapshotsQuery(serverId, state).queryKey, list);
  client.setQueryData(marksQuery(serverId).queryKey, marks);
  return (
    <>
      <HydrateQueries state={dehydrate(client)}>
        <ServerSnapshotsView first={server} key={serverId} />
      </HydrateQueries>
      {children}
    </>
  );
};

export default ServerSnapshotsLayout;
