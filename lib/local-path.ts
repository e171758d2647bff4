/** A path on this site that an address line named, or "/": never another site, however it is written. */
export const localPath = (value: string | undefined): string => {
  const base = "http://here.invalid";
  if (!value?.startsWith("/") || !URL.canParse(value, base)) return "/";
  const { hash, origin, pathname, search } = new URL(value, base);
  // "/..//elsewhere" is of this site as it stands, but what is left of it, "//elsewhere", is not.
  return origin === base && !pathname.startsWith("//") ? pathname + search + hash : "/";
};
