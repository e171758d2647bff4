"use client";
import dynamic from "next/dynamic";
import { loadPanel } from "./lib/load-panel";

/** One snapshot beside the list it belongs to; it slides in once the list stands. */
export const SnapshotPanel = dynamic(() => loadPanel().then((module) => module.PanelView), { ssr: false });

/** The same for what is gone, what never was and what is another tenant's; the list behind stays. */
export const SnapshotGone = dynamic(() => loadPanel().then((module) => module.GoneView), { ssr: false });
