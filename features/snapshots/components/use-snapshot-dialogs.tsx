"use client";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import type { Opened } from "../lib/opened-dialog";

const SnapshotDialog = dynamic(() => import("./snapshot-dialog").then((module) => module.SnapshotDialog), {
  ssr: false,
});

/** The decisions about snapshots, one at a time; they are fetched when the first of them is needed. */
export const useSnapshotDialogs = (): { element: ReactNode; open: (opened: Opened) => void } => {
  const [opened, open] = useState<Opened | null>(null);
  return { element: opened ? <SnapshotDialog onClose={() => open(null)} opened={opened} /> : null, open };
};
