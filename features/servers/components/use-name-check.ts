"use client";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { serverNameQuery } from "../queries";

const typingPause = 300;

/** Whether the tenant may have a server of this name; asked for once the typing pauses. */
export const useNameCheck = (tenantId: string, name: string): "invalid" | "taken" | null => {
  const [asked, setAsked] = useState(name);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(name), typingPause);
    return () => clearTimeout(timer);
  }, [name]);
  const { data } = useQuery({ ...serverNameQuery(tenantId, asked), enabled: tenantId !== "" && asked !== "" });
  return asked === name ? (data?.problem ?? null) : null;
};
