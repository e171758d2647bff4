"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLiveEvents } from "@/components/live-events";
import { snapshotKeys } from "../queries";

/** Percent and step come with the rows: read them again as the work goes on, but not with each percent. */
const atMostEveryMs = 700;

/** Keeps what is being made, deleted or put back up to date; other changes of snapshots come by themselves. */
export const useLiveProgress = (serverId?: string): void => {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveEvents((event) => {
    if (event.kind !== "operations.changed" || !event.serverId || timer.current !== undefined) return;
    if (serverId && event.serverId !== serverId) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: snapshotKeys.all });
    }, atMostEveryMs);
  });
};
