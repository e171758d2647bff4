import "server-only";
import { searchNames } from "@/server/db/search-views";
import { defineLoader } from "@/server/loader";
import { type SearchResult, searchInput } from "./schema";

/** Of each kind; more would not be looked through. */
const shown = 10;

export const search = defineLoader({
  permission: "server.read",
  input: searchInput,
  run: async ({ input: { q }, tenants }): Promise<SearchResult> => ({
    items: q === "" ? [] : await searchNames({ limit: shown, tenants, text: q }),
  }),
});
