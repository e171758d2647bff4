"use client";
import type { ParseKeys } from "i18next";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "@/i18n/provider";
import type { Namespace } from "@/i18n/resources";
import { hasOpenModal } from "../ui/open-modal";

export type Shortcut = {
  description: string /** One key, or two with a blank between: "g s". */;
  keys: string;
  run: () => void;
};

const known = new Set<Shortcut>();
const secondKeyWithin = 1200;

const isWriting = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.matches("input:not([type=checkbox], [type=radio]), textarea, select, [role=spinbutton]"));

/** All that have a target on this page, each key once: the innermost part of the page wins. */
export const listShortcuts = (): Shortcut[] => [
  ...new Map([...known].map((shortcut) => [shortcut.keys, shortcut])).values(),
];

const listen = () => {
  let first = "";
  let at = 0;
  const press = (event: KeyboardEvent) => {
    if (
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      isWriting(event.target) ||
      hasOpenModal()
    )
      return;
    const pair = event.timeStamp - at < secondKeyWithin ? `${first} ${event.key}` : "";
    const shortcuts = listShortcuts();
    const found = shortcuts.find(({ keys }) => keys === pair) ?? shortcuts.find(({ keys }) => keys === event.key);
    first = found ? "" : event.key;
    at = event.timeStamp;
    if (!found) return;
    event.preventDefault();
    found.run();
  };
  addEventListener("keydown", press);
  return () => removeEventListener("keydown", press);
};

let stop: (() => void) | undefined;

const add = (shortcut: Shortcut) => {
  stop ??= listen();
  known.add(shortcut);
  return () => {
    known.delete(shortcut);
    if (known.size > 0) return;
    stop?.();
    stop = undefined;
  };
};

/** A key for as long as the component stands. It rests while the person writes or something stands before the page. */
export const useShortcut = (keys: string, handler: () => void, descriptionKey: ParseKeys<Namespace[]>): void => {
  const { t } = useTranslation<Namespace[]>();
  // To the type system a key may name a group of texts; a shortcut's never does.
  const text: unknown = t(descriptionKey);
  const description = typeof text === "string" ? text : descriptionKey;
  const run = useEffectEvent(handler);
  useEffect(() => add({ description, keys, run: () => run() }), [description, keys]);
};

/** Those that every page has. */
export const GeneralShortcuts = ({ onHelp, onSearch }: { onHelp: () => void; onSearch: () => void }) => {
  const router = useRouter();
  useShortcut("g i", () => router.push("/servers"), "shortcut.goInstances");
  useShortcut("g s", () => router.push("/snapshots"), "shortcut.goSnapshots");
  useShortcut("g a", () => router.push("/activity"), "shortcut.goActivity");
  useShortcut("?", onHelp, "shortcut.help");
  useShortcut(
    "/",
    () => {
      const field = document.querySelector<HTMLInputElement>("[data-search-field]");
      if (field) field.focus();
      else onSearch();
    },
    "shortcut.search",
  );
  return null;
};
