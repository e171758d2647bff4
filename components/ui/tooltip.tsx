"use client";
import {
  type FocusEvent,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";

type Side = "right" | "top";

const openAfter = 350;
const closeAfter = 120;

/** The popover lies in the browser's top layer, so neither a scrolling table nor a dialog can cut or cover it. */
const Bubble = ({
  anchor,
  children,
  id,
  onEnter,
  onLeave,
  side,
}: {
  anchor: DOMRect;
  children: ReactNode;
  id: string;
  onEnter: () => void;
  onLeave: () => void;
  side: Side;
}) => {
  const place = useCallback(
    (element: HTMLSpanElement | null) => {
      if (!element) return;
      element.showPopover();
      const own = element.getBoundingClientRect();
      if (side === "right") {
        element.style.left = `${anchor.right + 8}px`;
        element.style.top = `${anchor.top + (anchor.height - own.height) / 2}px`;
        return;
      }
      const left = anchor.left + anchor.width / 2 - own.width / 2;
      const above = anchor.top - own.height - 6;
      element.style.left = `${Math.max(8, Math.min(left, document.documentElement.clientWidth - own.width - 8))}px`;
      element.style.top = `${above < 8 ? anchor.bottom + 6 : above}px`;
    },
    [anchor, side],
  );
  return (
    <span
      className="pointer-events-auto fixed inset-auto m-0 w-max max-w-72 animate-fade whitespace-normal rounded-sm border-0 bg-ink px-2 py-1.5 text-left font-normal text-ground text-xs"
      id={id}
      onPointerEnter={onEnter}
      onPointerLeave={onLeave}
      popover="manual"
      ref={place}
      role="tooltip"
    >
      {children}
    </span>
  );
};

type Trigger = {
  onBlur: () => void;
  onFocus: (event: FocusEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onPointerEnter: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave: () => void;
};

/** A hint on hover and on keyboard focus: spread `trigger` on the control, put `bubble` behind it. `show` is for taps. */
export const useTooltip = (
  content: ReactNode,
  side: Side = "top",
): { bubble: ReactNode; show: (target: HTMLElement) => void; trigger: Trigger } => {
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const id = useId();
  const later = useCallback((rect: DOMRect | null, wait: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setAnchor(rect), wait);
  }, []);
  const now = useCallback((rect: DOMRect | null) => {
    clearTimeout(timer.current);
    setAnchor(rect);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!anchor) return;
    const close = () => setAnchor(null);
    addEventListener("scroll", close, { capture: true, passive: true });
    return () => removeEventListener("scroll", close, { capture: true });
  }, [anchor]);
  const trigger: Trigger = {
    onBlur: () => now(null),
    onFocus: ({ currentTarget }) => {
      if (currentTarget.matches(":focus-visible")) now(currentTarget.getBoundingClientRect());
    },
    onKeyDown: (event) => {
      if (event.key === "Escape") now(null);
    },
    onPointerEnter: ({ currentTarget, pointerType }) => {
      if (pointerType !== "touch") later(currentTarget.getBoundingClientRect(), openAfter);
    },
    onPointerLeave: () => later(null, closeAfter),
  };
  const bubble =
    anchor && content ? (
      <Bubble
        anchor={anchor}
        id={id}
        onEnter={() => clearTimeout(timer.current)}
        onLeave={() => later(null, closeAfter)}
        side={side}
      >
        {content}
      </Bubble>
    ) : null;
  return { bubble, show: (target) => now(target.getBoundingClientRect()), trigger };
};

/** For text that is no control: a quiet button, so that the hint can be reached by keyboard and by a tap too. */
export const Tooltip = ({
  children,
  className = "",
  content,
}: {
  children: ReactNode;
  className?: string;
  content: ReactNode;
}) => {
  const { bubble, show, trigger } = useTooltip(content);
  const id = useId();
  return (
    <>
      <button
        {...trigger}
        aria-describedby={id}
        className={`cursor-default rounded-xs text-left ${className}`}
        onClick={(event) => show(event.currentTarget)}
        type="button"
      >
        {children}
      </button>
      <span hidden id={id}>
        {content}
      </span>
      {bubble}
    </>
  );
};
