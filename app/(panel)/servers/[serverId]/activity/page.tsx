import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { ActivityList } from "@/features/activity/activity-list";
import { activityList } from "@/features/activity/list";
import { listServerActivity } from "@/features/activity/loaders";
import { activityQuery } from "@/features/activity/queries";
import { loadServer } from "@/features/servers/page-data";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";

type Props = PageProps<"/servers/[serverId]/activity">;

export const generateMetadata = async ({ params }: Props): Promise<Metadata> => {
  const [server, t] = await Promise.all([loadServer((await params).serverId), getT("servers")]);
  return { title: `${t("tab.activity")} · ${server.name}` };
};

const ServerActivityPage = async ({ params, searchParams }: Props) => {
  const { serverId } = await params;
  const state = parseListState(await searchParams, activityList);
  const client = new QueryClient();
  const page = await loadOr404(listServerActivity, { ...state, serverId });
  client.setQueryData(activityQuery(serverId, state).queryKey, page);
  return (
    <Messages locale={await getLocale()} messages={await pickMessages("activity")}>
      <HydrateQueries state={dehydrate(client)}>
        <div>
          <ActivityList serverId={serverId} />
        </div>
      </HydrateQueries>
    </Messages>
  );
};

export default ServerActivityPage;
