import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { HydrateQueries } from "@/components/hydrate-queries";
import { ImagesView } from "@/features/images/images-view";
import { imageList } from "@/features/images/list";
import { listImages } from "@/features/images/loaders";
import { imagesQuery } from "@/features/images/queries";
import { Messages } from "@/i18n/provider";
import { getLocale, getT, pickMessages } from "@/i18n/server";
import { parseListState } from "@/lib/list-state";
import { loadOr404 } from "@/server/loader";

export const generateMetadata = async (): Promise<Metadata> => ({ title: (await getT("images"))("list.title") });

const ImagesPage = async ({ searchParams }: PageProps<"/images">) => {
  const state = parseListState(await searchParams, imageList);
  const client = new QueryClient();
  client.setQueryData(imagesQuery(state).queryKey, await loadOr404(listImages, state));
  return (
    <Messages locale={await getLocale()} messages={await pickMessages("images", "operations")}>
      <HydrateQueries state={dehydrate(client)}>
        <ImagesView />
      </HydrateQueries>
    </Messages>
  );
};

export default ImagesPage;
