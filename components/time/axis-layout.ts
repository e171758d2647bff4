/** Where things stand on the time axis. Pure: ages in ms in, pixels out. */

const hour = 3_600_000;
const day = 24 * hour;

export const axisScales = ["day", "week", "month", "year", "all"] as const;
export type AxisScale = (typeof axisScales)[number];

export const isAxisScale = (value: unknown): value is AxisScale => axisScales.some((scale) => scale === value);

const spans: Readonly<Record<Exclude<AxisScale, "all">, number>> = {
  day,
  month: 30 * day,
  week: 7 * day,
  year: 365 * day,
};

/** How far back the scale reaches; "all" to the oldest mark, and never less than an hour. */
export const spanOf = (scale: AxisScale, oldestAge: number): number =>
  scale === "all" ? Math.max(hour, oldestAge * 1.04) : spans[scale];

/** The narrowest scale that shows them all. */
export const fittingScale = (oldestAge: number): AxisScale =>
  axisScales.find((scale) => scale !== "all" && spans[scale] >= oldestAge) ?? "all";

/**
 * Recent hours get as much room as old months: a logarithm that is straight near now. `bend` is the age up to
 * which it is; it grows with the span, so that each scale has its last part well spread.
 */
const bendOf = (span: number) => Math.max(10 * 60_000, (span / day) ** 0.35 * 0.7 * hour);

/** 0 at now, 1 at the far end; beyond it more than 1. */
export const distanceOf = (age: number, span: number): number => {
  const bend = bendOf(span);
  return Math.log1p(Math.max(0, age) / bend) / Math.log1p(span / bend);
};

export type AxisFrame = { span: number /** x of the far end and of now. */; left: number; right: number };

export const xOf = (age: number, { span, left, right }: AxisFrame): number =>
  right - distanceOf(age, span) * (right - left);

export type TickUnit = "day" | "hour" | "minute" | "month" | "year";
export type Tick = { count: number; unit: TickUnit; x: number };

const unitMs: Readonly<Record<TickUnit, number>> = {
  day,
  hour,
  minute: 60_000,
  month: 30 * day,
  year: 365 * day,
};

/** The ages that people think in. The first ones matter most: a later one that would touch them is left out. */
const candidates: readonly (readonly [number, TickUnit])[] = [
  [24, "hour"],
  [7, "day"],
  [30, "day"],
  [1, "year"],
  [1, "hour"],
  [6, "hour"],
  [3, "month"],
  [3, "day"],
  [6, "month"],
  [3, "year"],
  [12, "hour"],
  [14, "day"],
  [3, "hour"],
  [15, "minute"],
  [30, "minute"],
  [10, "year"],
  [5, "minute"],
];

/** Room that a label needs, in px. */
const tickRoom = 52;

/** Lines with a label, the farthest first; none so near to now or to another that the labels would touch. */
export const ticksOf = (frame: AxisFrame): Tick[] => {
  const chosen: Tick[] = [];
  for (const [count, unit] of candidates) {
    const age = count * unitMs[unit];
    if (age > frame.span * 1.0001) continue;
    const x = xOf(age, frame);
    const isFree = frame.right - x >= tickRoom && chosen.every((tick) => Math.abs(tick.x - x) >= tickRoom);
    if (isFree) chosen.push({ count, unit, x });
  }
  return chosen.toSorted((a, b) => a.x - b.x);
};

export type Placed<T> = { x: number; items: readonly T[] };

/** Marks nearer than this would cover each other, in px. */
const markRoom = 26;

/**
 * Marks in order from the oldest to the newest; those that would cover each other stand together, near the middle
 * of where they are. Those older than the span are given apart.
 */
export const placeMarks = <T extends { at: number }>(
  marks: readonly T[],
  now: number,
  frame: AxisFrame,
): { groups: Placed<T>[]; older: T[] } => {
  const ordered = marks.toSorted((a, b) => a.at - b.at);
  const older = ordered.filter(({ at }) => now - at > frame.span);
  const groups: { first: number; last: number; items: T[] }[] = [];
  for (const mark of ordered.slice(older.length)) {
    const x = xOf(now - mark.at, frame);
    const group = groups.at(-1);
    // Measured from the group's first mark: a row of close ones must not swallow the whole axis.
    if (group && x - group.first < markRoom) {
      group.items.push(mark);
      group.last = x;
    } else groups.push({ first: x, items: [mark], last: x });
  }
  const placed: Placed<T>[] = [];
  let limit = Number.POSITIVE_INFINITY;
  // From the right: a group moves left of its middle, never of its first mark, to leave room for the next one.
  for (const { first, last, items } of groups.toReversed()) {
    const x = Math.min((first + last) / 2, limit);
    placed.push({ items, x });
    limit = x - markRoom;
  }
  return { groups: placed.toReversed(), older };
};
