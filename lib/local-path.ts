/** A path on this site that an address line named, or "/": never another site, however it is written. */
export const localPath = (value: string | undefined): string => {
  const base = "http://here.invalid";
  if (!value?.startsWith("/") || !URL.canParse(value, base)) return "/";
  const url = new URL(value, base);
  return url.origin === base ? url.pathname + url.search + url.hash : "/";
};
