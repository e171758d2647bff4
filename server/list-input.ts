import "server-only";
import { z } from "zod";

type Direction = "asc" | "desc";

/**
 * What a list may be asked for. It comes from the address line, which people edit and old links keep, so what
 * does not fit falls back to the usual instead of failing.
 */
export const listInput = <const K extends readonly [string, ...string[]]>(
  columns: K,
  usual: { by: K[number]; dir: Direction },
) =>
  z.object({
    filters: z.record(z.string(), z.string().max(200)).catch({}),
    page: z.number().int().min(1).max(100_000).catch(1),
    pageSize: z.number().int().min(1).max(200).catch(50),
    q: z.string().trim().max(100).catch(""),
    sort: z.object({ by: z.string().pipe(z.enum(columns)), dir: z.enum(["asc", "desc"]) }).catch(usual),
  });
