"use client";
import dynamic from "next/dynamic";
import type { PanelProps } from "./components/panel-view";
import { loadPanel } from "./lib/load-panel";

const PanelView = dynamic(() => loadPanel().then((module) => module.PanelView), { ssr: false });

/** One snapshot beside the list it belongs to; it slides in once the list stands. */
export const SnapshotPanel = (props: PanelProps) => <PanelView {...props} />;
