/** What a list shows, as its address says it: the server reads the same that the browser writes. */
export type Sort = { by: string; dir: "asc" | "desc" };

export type ListState = {
  filters: Readonly<Record<string, string>>;
  page: number;
  pageSize: number;
  q: string;
  sort: Sort;
};

export type ListOptions = {
  defaultSort: Sort;
  /** The names of the filters that may stand in the address. */
  filters?: readonly string[];
  pageSize?: number;
  /** The columns that may be sorted by; the default's column always may. */
  sortBy?: readonly string[];
};

export type SearchParams = URLSearchParams | Readonly<Record<string, string | string[] | undefined>>;

const longestQuery = 200;
const lastPage = 100_000;
export const defaultPageSize = 25;
export const pageSizes = [25, 50, 100] as const;

const reader =
  (params: SearchParams) =>
  (name: string): string => {
    const value = params instanceof URLSearchParams ? params.get(name) : params[name];
    return (Array.isArray(value) ? value[0] : value) ?? "";
  };

const wholeNumber = (text: string, fallback: number, max: number) => {
  const value = /^\d{1,7}$/.test(text) ? Number(text) : fallback;
  return Math.min(Math.max(1, value), max);
};

/** Never throws: what an address says wrongly falls back to what the list shows by itself. */
export const parseListState = (params: SearchParams, options: ListOptions): ListState => {
  const read = reader(params);
  const wanted = read("sort");
  const by = wanted.replace(/^-/, "");
  const mayBe = by !== "" && (by === options.defaultSort.by || options.sortBy?.includes(by));
  const size = Number(read("size"));
  const filters = (options.filters ?? [])
    .map((name) => [name, read(name).slice(0, longestQuery)])
    .filter(([, value]) => value !== "");
  return {
    filters: Object.fromEntries(filters),
    page: wholeNumber(read("page"), 1, lastPage),
    pageSize: pageSizes.find((known) => known === size) ?? options.pageSize ?? defaultPageSize,
    q: read("q").slice(0, longestQuery).trim(),
    sort: mayBe ? { by, dir: wanted.startsWith("-") ? "desc" : "asc" } : options.defaultSort,
  };
};

/** The shortest query string that gives this state again; what the list shows by itself is left out. */
export const formatListState = (state: ListState, options: ListOptions): string => {
  const params = new URLSearchParams();
  if (state.q) params.set("q", state.q);
  for (const name of options.filters ?? []) {
    const value = state.filters[name];
    if (value) params.set(name, value);
  }
  const { by, dir } = state.sort;
  if (by !== options.defaultSort.by || dir !== options.defaultSort.dir)
    params.set("sort", dir === "desc" ? `-${by}` : by);
  if (state.pageSize !== (options.pageSize ?? defaultPageSize)) params.set("size", String(state.pageSize));
  if (state.page > 1) params.set("page", String(state.page));
  return params.toString();
};
