import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { tenantList } from "@/features/tenants/list";
import { listTenants } from "@/features/tenants/loaders";
import { tenantsQuery } from "@/features/tenants/queries";
import { TenantsView } from "@/features/tenants/tenants-view";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("tenants"))("title") });

const Page = async ({ searchParams }: Props) => {
  const state = parseListState(await searchParams, tenantList);
  const client = new QueryClient();
  client.setQueryData(tenantsQuery(state).queryKey, await loadOr404(listTenants, state));
  const [locale, messages] = [await getLocale(), await pickMessages("tenants")];
  return (
    <Messages locale={locale} messages={messages}>
      <HydrateQueries state={dehydrate(client)}>
        <TenantsView />
      </HydrateQueries>
    </Messages>
  );
};
export default Page;
