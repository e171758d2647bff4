"use client";
import { usePerson } from "@/components/person-provider";

/** Whose a server is matters only to those who see more than one tenant. */
export const useSeesTenants = (): boolean => {
  const { isAdmin, memberships } = usePerson();
  return isAdmin || memberships.length > 1;
};
