"use client";
import dynamic from "next/dynamic";

/** What the list shows beside itself for a snapshot that is not there. */
export const SnapshotGone = dynamic(() => import("./components/gone-view").then((module) => module.GoneView), {
  ssr: false,
});
