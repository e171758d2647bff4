"use client";
import { useCallback } from "react";
import { useLocale, useTranslation } from "@/i18n/provider";
import { formatRelative } from "@/lib/format";
import { Icon } from "../ui/icon";
import { KindGlyph } from "./mark-shape";
import type { AxisMark } from "./time-axis-parts";

type Props = {
  anchor: DOMRect;
  items: readonly AxisMark[];
  nameOf: (id: string) => string;
  now: number;
  onClose: () => void;
  onHighlight: (id: string | null) => void;
  onOpen: (id: string) => void;
};

/** What stands together at one place of the axis, the newest first. */
export const AxisCluster = ({ anchor, items, nameOf, now, onClose, onHighlight, onOpen }: Props) => {
  const { t } = useTranslation("snapshots");
  const language = useLocale();
  const place = useCallback(
    (element: HTMLDivElement | null) => {
      if (!element) return;
      element.showPopover();
      const room = document.documentElement.clientWidth - element.offsetWidth - 8;
      element.style.left = `${Math.max(8, Math.min(anchor.left + anchor.width / 2 - element.offsetWidth / 2, room))}px`;
      const below = anchor.bottom + 6;
      const fits = below + element.offsetHeight < document.documentElement.clientHeight - 8;
      element.style.top = `${fits ? below : Math.max(8, anchor.top - element.offsetHeight - 6)}px`;
      element.querySelector("button")?.focus();
    },
    [anchor],
  );
  const move = (from: HTMLElement, step: number) => {
    const all = [...(from.closest("ul")?.querySelectorAll("button") ?? [])];
    const index = all.findIndex((button) => button.isSameNode(from));
    all[(index + step + all.length) % all.length]?.focus();
  };
  return (
    <div
      aria-label={t("axis.group", { count: items.length })}
      className="fixed inset-auto m-0 max-h-80 w-72 animate-rise overflow-y-auto rounded-md border-0 bg-surface p-1 text-ink shadow-float"
      onToggle={({ newState }) => {
        if (newState === "closed") onClose();
      }}
      popover="auto"
      ref={place}
      role="dialog"
    >
      <ul>
        {items.toReversed().map(({ at, id, isHollow, isLocked, shape, tone }) => (
          <li key={id}>
            <button
              className="flex coarse:h-11 h-9 w-full items-center gap-2.5 rounded-sm px-2 text-left hover:bg-sunken focus-visible:outline-offset-0"
              onClick={() => {
                onClose();
                onOpen(id);
              }}
              onFocus={() => onHighlight(id)}
              onKeyDown={(event) => {
                if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
                event.preventDefault();
                move(event.currentTarget, event.key === "ArrowDown" ? 1 : -1);
              }}
              onPointerEnter={() => onHighlight(id)}
              type="button"
            >
              <KindGlyph isHollow={isHollow} shape={shape} tone={tone} />
              <span className="min-w-0 flex-1 truncate">{nameOf(id)}</span>
              {isLocked ? <Icon className="size-4 text-muted" name="lock" /> : null}
              <span className="text-muted text-sm">{formatRelative(new Date(at), new Date(now), language)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
};
