import { peopleList } from "@/features/people/list";
import { listPeople } from "@/features/people/loaders";
import { parseListState } from "@/lib/list-state";
import { defineRoute } from "@/server/route";

export const GET = defineRoute(listPeople, (request) => parseListState(new URL(request.url).searchParams, peopleList));
