"use client";
import { useQuery } from "@tanstack/react-query";
import { useActiveOperation } from "@/features/operations/use-active-operation";
import { serverQuery } from "./queries";
import type { ServerHeader } from "./schema";

/** The server as it is now, with what works on it; `first` is what the page came with. */
export const useServer = (first: ServerHeader): { error: Error | null; server: ServerHeader } => {
  const { data = first, error } = useQuery({ ...serverQuery(first.id), initialData: first });
  const activeOperation = useActiveOperation(data.id, data.activeOperation);
  return { error, server: { ...data, activeOperation } };
};
