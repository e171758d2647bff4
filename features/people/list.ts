import type { ListOptions } from "@/lib/list-state";
import type { PeopleSort } from "@/server/db/people";

const sortBy = ["createdAt", "email", "name"] satisfies PeopleSort[];

/** What may stand in the address of the list of people. */
export const peopleList: ListOptions = { defaultSort: { by: "name", dir: "asc" }, filters: ["tenant"], sortBy };

/** The address of the list, with one person open beside it or none. */
export const peopleHref = (listAddress: string, personId: string | null): string => {
  const params = new URLSearchParams(listAddress);
  if (personId) params.set("person", personId);
  const query = params.toString();
  return query ? `/people?${query}` : "/people";
};
