import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { Messages } from "@/i18n/provider";
import { getLocale, pickMessages } from "@/i18n/server";
import { listOperations } from "./loaders";
import { OperationsButton } from "./operations-button";
import { operationsQuery } from "./queries";

/** For the frame around all pages: the button with what it shows at first. Who may see no operations sees none. */
export const OperationsSlot = async () => {
  const client = new QueryClient();
  const [locale, messages] = await Promise.all([
    getLocale(),
    pickMessages("operations"),
    client.prefetchQuery({ ...operationsQuery(), queryFn: () => listOperations({}) }),
  ]);
  return (
    <Messages locale={locale} messages={messages}>
      <HydrationBoundary state={dehydrate(client)}>
        <OperationsButton />
      </HydrationBoundary>
    </Messages>
  );
};
