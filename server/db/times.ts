/** Rows hold dates, the model holds ms since 1970 UTC. */
export const timeOf = (date: Date | null): number | null => date?.getTime() ?? null;
export const dateOf = (time: number | null): Date | null => (time === null ? null : new Date(time));
