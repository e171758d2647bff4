"use client";
import { useEffect, useRef } from "react";
import { useLiveEvents, useRefresh } from "@/components/live-events";
import { snapshotKeys } from "../queries";

/** Percent and step come with the rows: read them again as the work goes on, but not with each percent. */
const atMostEveryMs = 700;

/** Keeps what is being made, deleted or put back up to date; other changes of snapshots come by themselves. */
export const useLiveProgress = (serverId?: string): void => {
  const refresh = useRefresh();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveEvents((event) => {
    if (event.kind !== "operations.changed" || !event.serverId || timer.current !== undefined) return;
    if (serverId && event.serverId !== serverId) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      refresh(snapshotKeys.all[0]);
    }, atMostEveryMs);
  });
};
