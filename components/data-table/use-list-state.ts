"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useRef, useState, useTransition } from "react";
import { formatListState, type ListOptions, type ListState, parseListState, type Sort } from "@/lib/list-state";

const typingPause = 250;

type Controls = {
  /** True while the page for the new state is on its way. */
  isPending: boolean;
  /** What is in the search field now; `state.q` follows when the typing pauses. */
  query: string;
  setFilter: (name: string, value: string) => void;
  setPage: (page: number) => void;
  setQuery: (query: string) => void;
  setSort: (sort: Sort) => void;
  state: ListState;
};

/** Search, filters, sorting and page of a list, kept in the address. `options` must be the same object each time. */
export const useListState = (options: ListOptions): Controls => {
  const params = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const state = useMemo(() => parseListState(new URLSearchParams(params), options), [params, options]);
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const go = useCallback(
    (change: Partial<ListState>) => {
      // Read now, not when the person began to type: something else may have changed since.
      const now = parseListState(new URLSearchParams(location.search), options);
      const next = formatListState({ ...now, page: 1, ...change }, options);
      startTransition(() => router.replace(next === "" ? path : `${path}?${next}`, { scroll: false }));
    },
    [options, path, router],
  );

  return {
    isPending,
    query: typed ?? state.q,
    setFilter: useCallback(
      (name, value) =>
        go({ filters: { ...parseListState(new URLSearchParams(location.search), options).filters, [name]: value } }),
      [go, options],
    ),
    setPage: useCallback((page) => go({ page }), [go]),
    setQuery: useCallback(
      (query) => {
        setTyped(query);
        clearTimeout(timer.current);
        timer.current = setTimeout(
          () => {
            setTyped(null);
            go({ q: query.trim() });
          },
          query === "" ? 0 : typingPause,
        );
      },
      [go],
    ),
    setSort: useCallback((sort) => go({ sort }), [go]),
    state,
  };
};
