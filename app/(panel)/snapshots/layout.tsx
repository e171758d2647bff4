import { dehydrate, QueryClient } from "@tanstack/react-query";
import { HydrateQueries } from "@/components/hydrate-queries";
import { allListOptions } from "@/features/snapshots/list-options";
import { listSnapshots } from "@/features/snapshots/loaders";
import { snapshotsQuery } from "@/features/snapshots/queries";
import { SnapshotsView } from "@/features/snapshots/snapshots-view";
import { Messages } from "@/i18n/provider";
import { getLocale, pickMessages } from "@/i18n/server";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";
import { getPageSearch } from "@/server/page-search";

/** The list stands in the layout, so that it stays as it is while details open and close over it. */
const SnapshotsLayout = async ({ children }: LayoutProps<"/snapshots">) => {
  const state = parseListState(await getPageSearch(), allListOptions);
  const client = new QueryClient();
  client.setQueryData(snapshotsQuery(state).queryKey, await loadOr404(listSnapshots, state));
  return (
    <Messages locale={await getLocale()} messages={await pickMessages("snapshots")}>
      <HydrateQueries state={dehydrate(client)}>
        <SnapshotsView />
      </HydrateQueries>
      {children}
    </Messages>
  );
};

export default SnapshotsLayout;
