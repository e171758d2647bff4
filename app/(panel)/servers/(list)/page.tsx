import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { serverList } from "@/features/servers/list";
import { listServers } from "@/features/servers/loaders";
import { serversQuery } from "@/features/servers/queries";
import { ServersView } from "@/features/servers/servers-view";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("servers"))("list.title") });

const ServersPage = async ({ searchParams }: PageProps<"/servers">) => {
  const state = parseListState(await searchParams, serverList);
  const client = new QueryClient();
  client.setQueryData(serversQuery(state).queryKey, await loadOr404(listServers, state));
  return (
    <Messages locale={await getLocale()} messages={await pickMessages("servers", "operations")}>
      <HydrateQueries state={dehydrate(client)}>
        <ServersView />
      </HydrateQueries>
    </Messages>
  );
};

export default ServersPage;
