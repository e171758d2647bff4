import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { axisScales, distanceOf, fittingScale, placeMarks, spanOf, ticksOf, xOf } from "./axis-layout";

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 20, 9, 32);
const frame = { left: 20, right: 920, span: 30 * day };

const narrowest = (places: readonly number[]) =>
  Math.min(...places.slice(1).map((place, index) => place - (places[index] ?? 0)));

describe("the scale", () => {
  it("puts now at the right end and the span at the left one", () => {
    expect(xOf(0, frame)).toBe(920);
    expect(xOf(30 * day, frame)).toBeCloseTo(20);
  });
  it("gives the last day as much room as the three weeks before the last one", () => {
    const lastDay = distanceOf(day, frame.span);
    expect(lastDay).toBeGreaterThan(0.35);
    expect(lastDay).toBeLessThan(0.6);
  });
  it("never turns round", () => {
    const age = fc.integer({ max: 400 * day, min: 0 });
    fc.assert(
      fc.property(age, age, (a, b) => {
        fc.pre(a < b);
        expect(xOf(a, frame)).toBeGreaterThanOrEqual(xOf(b, frame));
      }),
    );
  });
  it("takes what lies ahead of the clock for now", () => expect(xOf(-5000, frame)).toBe(920));
  it("chooses the narrowest that shows all", () => {
    expect(fittingScale(0)).toBe("day");
    expect(fittingScale(2 * day)).toBe("week");
    expect(fittingScale(31 * day)).toBe("year");
    expect(fittingScale(900 * day)).toBe("all");
  });
  it("reaches to the oldest one when it shows all", () => {
    expect(spanOf("all", 900 * day)).toBeGreaterThan(900 * day);
    expect(spanOf("all", 0)).toBe(hour);
  });
});

describe("labels", () => {
  it.each(axisScales)("do not touch each other on the scale %s, however narrow", (scale) => {
    for (const right of [300, 500, 900, 1400, 2400]) {
      const ticks = ticksOf({ left: 20, right, span: spanOf(scale, 3 * 365 * day) });
      expect(ticks.length).toBeGreaterThan(0);
      const places = [...ticks.map(({ x }) => x), right];
      expect(narrowest(places)).toBeGreaterThanOrEqual(52);
    }
  });
  it("keep a day, a week and a month before what lies between", () => {
    const names = ticksOf(frame).map(({ count, unit }) => `${count} ${unit}`);
    expect(names).toEqual(expect.arrayContaining(["30 day", "7 day", "24 hour"]));
  });
});

describe("marks", () => {
  const at = (...ages: number[]) => ages.map((age, id) => ({ at: now - age, id }));

  it("stand alone while there is room", () => {
    const { groups } = placeMarks(at(hour, day, 7 * day), now, frame);
    expect(groups.map(({ items }) => items.map(({ id }) => id))).toEqual([[2], [1], [0]]);
  });
  it("stand together where they would cover each other, near their places", () => {
    const { groups } = placeMarks(at(7 * day, 7 * day + 60_000, day), now, frame);
    expect(groups.map(({ items }) => items.length)).toEqual([2, 1]);
    expect(groups[0]?.x).toBeCloseTo(xOf(7 * day + 30_000, frame), 0);
  });
  it("counts those that are older than the span", () => {
    const { groups, older } = placeMarks(at(31 * day, day), now, frame);
    expect(older.map(({ id }) => id)).toEqual([0]);
    expect(groups).toHaveLength(1);
  });
  it("loses none and keeps groups apart, whatever the times", () => {
    const ages = fc.array(fc.integer({ max: 60 * day, min: 0 }), { maxLength: 200 });
    fc.assert(
      fc.property(ages, (list) => {
        const { groups, older } = placeMarks(at(...list), now, frame);
        const placed = groups.reduce((sum, { items }) => sum + items.length, older.length);
        expect(placed).toBe(list.length);
        expect(narrowest(groups.map(({ x }) => x))).toBeGreaterThan(25.9);
      }),
    );
  });
  it("places 500 in a fraction of a frame", () => {
    const marks = at(...Array.from({ length: 500 }, (_, index) => index * 1.3 * hour));
    // The best of some: what else the machine does at the moment is not measured.
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      placeMarks(marks, now, frame);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(4);
  });
});
