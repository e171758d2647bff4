import { imageList } from "@/features/images/list";
import { listImages } from "@/features/images/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listImages, ({ url }) => parseListState(new URL(url).searchParams, imageList));
