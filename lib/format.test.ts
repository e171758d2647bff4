import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatDate,
  formatDateTime,
  formatDuration,
  formatExact,
  formatNumber,
  formatPercent,
  formatRelative,
  formatTime,
} from "./format";

const plain = (text: string) => text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ");
const now = "2026-11-20T12:00:00Z";
const ago = (milliseconds: number) => new Date(Date.parse(now) - milliseconds).toISOString();
const minute = 60_000;

describe("sizes", () => {
  it.each([
    [0, "0 byte", "0 Byte"],
    [999, "999 byte", "999 Byte"],
    [1000, "1 kB", "1 kB"],
    [84_000_000, "84 MB", "84 MB"],
    [1_234_567_890, "1.2 GB", "1,2 GB"],
    [999_960_000, "1 GB", "1 GB"],
    [2_500_000_000_000_000, "2.5 PB", "2,5 PB"],
  ])("shows %d in powers of ten", (bytes, en, de) => {
    expect(plain(formatBytes(bytes, "en"))).toBe(en);
    expect(plain(formatBytes(bytes, "de"))).toBe(de);
  });

  it("takes the database's big integers", () => expect(plain(formatBytes(4_100_000_000n, "en"))).toBe("4.1 GB"));

  it("keeps figure and unit on one line", () => expect(formatBytes(1200, "en")).toBe("1.2\u00a0kB"));
});

describe("durations", () => {
  it.each([
    [48.4, "48 ms", "48 ms"],
    [3210, "3.2 secs", "3,2 Sek."],
    [59_600, "1 min", "1 Min."],
    [185 * minute, "3 hrs 5 mins", "3 Std. 5 Min."],
    [52 * 60 * minute, "2 days 4 hrs", "2 Tage 4 Std."],
  ])("shows %d ms in at most two units", (span, en, de) => {
    expect(plain(formatDuration(span, "en"))).toBe(en);
    expect(plain(formatDuration(span, "de"))).toBe(de);
  });
});

describe("relative times", () => {
  it.each([
    [20_000, "now", "jetzt"],
    [12 * minute, "12 min ago", "vor 12 Minuten"],
    [59.9 * minute, "59 min ago", "vor 59 Minuten"],
    [25 * 60 * minute, "1 day ago", "vor 1 Tag"],
    [-3 * 24 * 60 * minute, "in 3 days", "in 3 Tagen"],
    [9 * 24 * 60 * minute, "9 days ago", "vor 9 Tagen"],
    [15 * 24 * 60 * minute, "2 wk ago", "vor 2 Wochen"],
    [400 * 24 * 60 * minute, "1 yr ago", "vor 1 Jahr"],
  ])("says %d ms ago in words", (span, en, de) => {
    expect(plain(formatRelative(ago(span), now, "en"))).toBe(en);
    expect(plain(formatRelative(ago(span), now, "de"))).toBe(de);
  });
});

describe("dates", () => {
  const berlin = { language: "de", timeZone: "Europe/Berlin" } as const;
  const newYork = { language: "en", timeZone: "America/New_York" } as const;

  it("shows the person's zone, whatever the machine's is", () => {
    expect(plain(formatDateTime(now, berlin))).toBe("20.11.2026, 13:00");
    expect(plain(formatDateTime(now, newYork))).toBe("20 Nov 2026, 07:00");
  });

  it("follows summer time", () => expect(plain(formatTime("2026-07-01T12:00:00Z", berlin))).toBe("14:00"));

  it("has a 24-hour clock at midnight", () => expect(plain(formatTime("2026-11-20T05:00:00Z", newYork))).toBe("00:00"));

  it("names the day alone", () => expect(formatDate(now, berlin)).toBe("20.11.2026"));

  it("gives seconds and zone when exact", () => {
    expect(formatExact(now, berlin)).toContain("13:00:00");
    expect(formatExact(now, berlin)).toContain("MEZ");
    expect(formatExact(now, { language: "en", timeZone: "UTC" })).toContain("UTC");
  });
});

describe("numbers", () => {
  it("groups by the language", () => {
    expect(formatNumber(50_000, "en")).toBe("50,000");
    expect(formatNumber(50_000, "de")).toBe("50.000");
  });

  it("shows whole percents", () => {
    expect(formatPercent(42.4, "en")).toBe("42%");
    expect(plain(formatPercent(42.4, "de"))).toBe("42 %");
  });
});
