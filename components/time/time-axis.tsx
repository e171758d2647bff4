"use client";
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "@/i18n/provider";
import { AxisCluster } from "./axis-cluster";
import { type AxisScale, placeMarks, spanOf, type Tick, ticksOf, xOf } from "./axis-layout";
import { AxisScaleSwitch } from "./axis-scale-switch";
import { type AxisGroup, type AxisMark, AxisOption, axisHeight, HereLine, TickLines } from "./time-axis-parts";
import { useWidth } from "./use-width";

export type { AxisMark } from "./time-axis-parts";

type Props = {
  /** What hovering or focusing one mark shows beside it. */
  card: (id: string) => ReactNode;
  /** The mark that the server goes on from: "you are here". */
  hereId: string | null;
  highlightedId: string | null;
  label: string;
  /** Names one mark, its time and its kind where it is read out. */
  labelOf: (id: string) => string;
  /** Explains the shapes; stands beside the scale switch. */
  legend?: ReactNode;
  marks: readonly AxisMark[];
  nameOf: (id: string) => string;
  /** ms since 1970 UTC, on the server's clock. */
  now: number;
  onHighlight: (id: string | null) => void;
  onOpen: (id: string) => void;
  onScaleChange: (scale: AxisScale) => void;
  scale: AxisScale;
};

const sideRoom = 24;
/** The newest mark stands this far from the line of now, so that neither covers the other. */
const nowRoom = 18;
const cardWidth = 272;

const useAxisFrame = (
  { hereId, marks, now, scale }: Pick<Props, "hereId" | "marks" | "now" | "scale">,
  width: number,
) =>
  useMemo(() => {
    const oldest = marks.reduce((age, { at }) => Math.max(age, now - at), 0);
    const frame = {
      left: sideRoom,
      right: Math.max(sideRoom + 1, width - sideRoom - nowRoom),
      span: spanOf(scale, oldest),
    };
    const { groups, older } = placeMarks(marks, now, frame);
    const here = marks.find(({ id }) => id === hereId);
    const group = groups.find(({ items }) => items.some(({ id }) => id === hereId));
    // Older than what is shown: the line comes in from the left edge.
    const from = here ? (group?.x ?? Math.max(0, xOf(now - here.at, frame))) : null;
    return { frame, from, groups, older, ticks: ticksOf(frame) };
  }, [hereId, marks, now, scale, width]);

/**
 * Snapshots in time. One tab stop; arrows walk, Enter opens, and a number opens into what stands together there.
 * The table below it says the same in words.
 */
export const TimeAxis = (props: Props) => {
  const { card, highlightedId, label, labelOf, legend, nameOf, now, onHighlight, onOpen, onScaleChange, scale } = props;
  const { t } = useTranslation("snapshots");
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { frame, from, groups, older, ticks } = useAxisFrame(props, width);
  const [hovered, setHovered] = useState<number | null>(null);
  const [isFocused, setFocused] = useState(false);
  const [activeId, setActiveId] = useState<string | null>(null);
  const [opened, setOpened] = useState<{ anchor: DOMRect; items: readonly AxisMark[] } | null>(null);

  const indexOf = (markId: string | null) => groups.findIndex(({ items }) => items.some((mark) => mark.id === markId));
  const active = isFocused ? (activeId !== null && indexOf(activeId) >= 0 ? indexOf(activeId) : groups.length - 1) : -1;
  const shown = groups[hovered ?? active];
  const single = shown?.items.length === 1 ? shown.items[0] : undefined;

  const optionId = (index: number) => `${id}-${index}`;
  const point = (group: AxisGroup | undefined) =>
    onHighlight(group?.items.length === 1 ? (group.items[0]?.id ?? null) : null);
  const walkTo = (index: number) => {
    const group = groups[Math.max(0, Math.min(groups.length - 1, index))];
    setHovered(null);
    setActiveId(group?.items[0]?.id ?? null);
    point(group);
  };
  const open = (index: number) => {
    const group = groups[index];
    const [first] = group?.items ?? [];
    if (!group || !first) return;
    if (group.items.length === 1) {
      onOpen(first.id);
      return;
    }
    setActiveId(first.id);
    const anchor = document.getElementById(optionId(index))?.getBoundingClientRect();
    if (anchor) setOpened({ anchor, items: group.items });
  };
  const press = (event: KeyboardEvent) => {
    const steps: Partial<Record<string, () => void>> = {
      " ": () => open(active),
      ArrowLeft: () => walkTo(active - 1),
      ArrowRight: () => walkTo(active + 1),
      End: () => walkTo(groups.length - 1),
      Enter: () => open(active),
      Home: () => walkTo(0),
    };
    const step = steps[event.key];
    if (!step || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    step();
  };
  const nameOfTick = ({ count, unit }: Tick) => t(`axis.tick.${unit}`, { count });
  const labelOfGroup = ({ items }: AxisGroup) =>
    items.length === 1
      ? labelOf(items[0]?.id ?? "")
      : t("axis.groupOption", {
          count: items.length,
          names: items
            .map((mark) => nameOf(mark.id))
            .slice(-3)
            .join(", "),
        });

  return (
    <div className="rounded-md border bg-surface px-1 pt-2 pb-1">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-2 pb-2">
        {legend}
        <AxisScaleSwitch onChange={onScaleChange} scale={scale} />
      </div>
      <div className="relative" ref={box}>
        {width === 0 ? <div style={{ height: axisHeight }} /> : null}
        {width > 0 ? (
          <svg aria-hidden="true" className="block" height={axisHeight} width={width}>
            <TickLines name={nameOfTick} ticks={ticks} />
            <text className="fill-muted text-xs" textAnchor="end" x={frame.right + nowRoom + 8} y="13">
              {t("axis.now")}
            </text>
            <HereLine from={from} left={frame.left} now={frame.right + nowRoom} text={t("axis.here")} />
          </svg>
        ) : null}
        {width > 0 && groups.length > 0 ? (
          <div
            aria-activedescendant={active >= 0 ? optionId(active) : undefined}
            aria-label={label}
            data-inline=""
            className="absolute inset-0 animate-fade rounded-sm outline-none"
            onBlur={() => {
              setFocused(false);
              onHighlight(null);
            }}
            onFocus={({ currentTarget }) => setFocused(currentTarget.matches(":focus-visible"))}
            onKeyDown={press}
            role="listbox"
            tabIndex={0}
          >
            <svg className="block" height={axisHeight} role="presentation" width={width}>
              {groups.map((group, index) => (
                <AxisOption
                  group={group}
                  id={optionId(index)}
                  isActive={index === active}
                  isLit={group.items.some((mark) => mark.id === highlightedId)}
                  key={group.items[0]?.id}
                  label={labelOfGroup(group)}
                  onHover={(isOver) => {
                    setHovered(isOver ? index : null);
                    point(isOver ? group : undefined);
                  }}
                  onOpen={() => open(index)}
                />
              ))}
            </svg>
          </div>
        ) : null}
        {older.length > 0 ? (
          <button
            className="absolute bottom-0 left-1 rounded-sm px-1.5 py-0.5 text-muted text-xs hover:bg-sunken hover:text-ink"
            onClick={() => onScaleChange("all")}
            type="button"
          >
            {t("axis.older", { count: older.length })}
          </button>
        ) : null}
        {single && shown && !opened ? (
          <div
            aria-hidden="true"
            className="pointer-events-none absolute top-18 z-20 animate-fade rounded-md bg-surface p-3 shadow-float"
            style={{
              left: Math.max(0, Math.min(shown.x - cardWidth / 2, width - cardWidth)),
              width: Math.min(cardWidth, width),
            }}
          >
            {card(single.id)}
          </div>
        ) : null}
      </div>
      {opened ? (
        <AxisCluster
          anchor={opened.anchor}
          items={opened.items}
          nameOf={nameOf}
          now={now}
          onClose={() => {
            setOpened(null);
            onHighlight(null);
          }}
          onHighlight={onHighlight}
          onOpen={onOpen}
        />
      ) : null}
    </div>
  );
};
