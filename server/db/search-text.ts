/** What a person typed, as a pattern for ILIKE that finds it anywhere; `%`, `_` and `\` stand for themselves. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, "\\$&")}%`;
