import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { ActivityView } from "@/features/activity/activity-view";
import { activityList } from "@/features/activity/list";
import { listActivity } from "@/features/activity/loaders";
import { activityQuery } from "@/features/activity/queries";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("activity"))("title") });

const Page = async ({ searchParams }: Props) => {
  const state = parseListState(await searchParams, activityList);
  const client = new QueryClient();
  client.setQueryData(activityQuery(null, state).queryKey, await loadOr404(listActivity, state));
  const [locale, messages] = [await getLocale(), await pickMessages("activity")];
  return (
    <Messages locale={locale} messages={messages}>
      <HydrateQueries state={dehydrate(client)}>
        <ActivityView />
      </HydrateQueries>
    </Messages>
  );
};
export default Page;
