import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { peopleList } from "@/features/people/list";
import { getPersonDetail, listPeople, listTenantChoices } from "@/features/people/loaders";
import { PeopleView } from "@/features/people/people-view";
import { peopleQuery, personQuery } from "@/features/people/queries";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("people"))("title") });

const Page = async ({ searchParams }: Props) => {
  const params = await searchParams;
  const state = parseListState(params, peopleList);
  const personId = typeof params.person === "string" ? params.person : null;
  const client = new QueryClient();
  client.setQueryData(peopleQuery(state).queryKey, await loadOr404(listPeople, state));
  if (personId) {
    client.setQueryData(personQuery(personId).queryKey, await loadOr404(getPersonDetail, { id: personId }));
  }
  const [locale, messages] = [await getLocale(), await pickMessages("people")];
  return (
    <Messages locale={locale} messages={messages}>
      <HydrateQueries state={dehydrate(client)}>
        <PeopleView personId={personId} tenants={await loadOr404(listTenantChoices, {})} />
      </HydrateQueries>
    </Messages>
  );
};
export default Page;
