const gigabyte = 1_000_000_000;
const tenth = gigabyte / 10;

/** Disks are made of sectors of 512 bytes, RAM of pages of 4096: a size between two of those becomes the larger. */
const page = 4096;
const wholePages = (bytes: number): number => Math.ceil(Math.round(bytes) / page) * page;

/** A size in GB as people type it, with a point or a comma, in bytes; null for what is no size. */
export const parseGigabytes = (text: string): number | null => {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() !== "" && Number.isFinite(value) && value > 0 ? wholePages(value * gigabyte) : null;
};

/** The smallest size with one decimal that holds so many bytes, as a person would type it. */
export const toGigabytes = (bytes: number): string => String(Math.ceil(bytes / tenth) / 10);

/** The same in bytes: what is shown as the least is also accepted. */
export const roundedUp = (bytes: number): number => wholePages(Math.ceil(bytes / tenth) * tenth);
