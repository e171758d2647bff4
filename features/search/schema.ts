import { z } from "zod";
import type { SearchItem } from "@/server/db/search-views";

export const searchInput = z.object({ q: z.string().trim().max(100) });

export type SearchResult = { items: SearchItem[] };
