"use client";
import dynamic from "next/dynamic";
import { useSyncExternalStore } from "react";
import type { ShownToast, ToastContent } from "./toast-content";

const load = () => import("./toast-region");
const ToastRegion = dynamic(() => load().then((module) => module.ToastRegion), { ssr: false });

const listeners = new Set<() => void>();
let last: ShownToast | null = null;

const show = async (content: ShownToast, timeout: number | undefined) => {
  last = content;
  for (const listener of listeners) listener();
  const { queue } = await load();
  queue.add(content, timeout === undefined ? {} : { timeout });
};

/** Good news goes by itself, later if it offers something to do; bad news stays until it was read. */
export const toast = {
  error: (content: ToastContent): void => void show({ ...content, tone: "bad" }, undefined),
  success: (content: ToastContent): void => void show({ ...content, tone: "good" }, content.action ? 12_000 : 6000),
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Stands once in the root layout, so that a message outlives the page it came from. */
export const Toaster = () => {
  const content = useSyncExternalStore(
    subscribe,
    () => last,
    () => null,
  );
  return (
    <>
      <div className="sr-only" data-react-aria-top-layer="" role="status">
        {content ? [content.title, content.description].filter(Boolean).join(" ") : ""}
      </div>
      {content ? <ToastRegion /> : null}
    </>
  );
};
