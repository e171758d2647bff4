"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

/** Live events say when something is stale; the half minute is for what they missed. */
const make = () =>
  new QueryClient({
    defaultOptions: { queries: { refetchOnWindowFocus: true, retry: 1, staleTime: 30_000 } },
  });

export const QueryProvider = ({ children }: { children: ReactNode }) => {
  const [client] = useState(make);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
};
