/**
 * How figures and times are shown to people. Pure: the language and the zone always come from outside,
 * because the server, the browser and the person are often in three different places.
 */
export type Language = "de" | "en";

const tags: Readonly<Record<Language, string>> = { de: "de-DE", en: "en-GB" };
const noBreak = "\u00a0";

const remember = <T>(make: (key: string) => T) => {
  const known = new Map<string, T>();
  return (key: string): T => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    known.set(key, made);
    return made;
  };
};

const numberFormats = remember((key) => {
  const [tag = "", options = "{}"] = key.split("|");
  return new Intl.NumberFormat(tag, JSON.parse(options));
});
const dateFormats = remember((key) => {
  const [tag = "", options = "{}"] = key.split("|");
  return new Intl.DateTimeFormat(tag, JSON.parse(options));
});
const relativeFormats = remember(
  (tag) => new Intl.RelativeTimeFormat(tag, { numeric: "always", style: tag === "en-GB" ? "short" : "long" }),
);
const nowFormats = remember((tag) => new Intl.RelativeTimeFormat(tag, { numeric: "auto" }));

const numberIn = (language: Language, options: Intl.NumberFormatOptions, value: number) =>
  numberFormats(`${tags[language]}|${JSON.stringify(options)}`)
    .format(value)
    .replaceAll(" ", noBreak);

const withUnit = (language: Language, unit: string, value: number, maximumFractionDigits = 0) =>
  // German "Tg." is known from timetables alone: days are written out.
  numberIn(
    language,
    { maximumFractionDigits, style: "unit", unit, unitDisplay: unit === "day" ? "long" : "short" },
    value,
  );

export const formatNumber = (value: number, language: Language): string => numberIn(language, {}, value);

/** `percent` is 0 to 100, as operations report it. */
export const formatPercent = (percent: number, language: Language): string =>
  numberIn(language, { maximumFractionDigits: 0, style: "percent" }, percent / 100);

const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte", "petabyte"] as const;

/** Powers of ten, as disks are sold and clouds bill; at most one decimal. */
export const formatBytes = (bytes: number | bigint, language: Language): string => {
  let value = Number(bytes);
  let step = 0;
  // 999.95 would be rounded to 1,000.0: it is the next unit already.
  while (Math.abs(value) >= (step === 0 ? 1000 : 999.95) && step < byteUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  return withUnit(language, byteUnits[step] ?? "byte", value, step === 0 ? 0 : 1);
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A span of milliseconds in its two largest units: "48 ms", "3.2 secs", "3 hrs 5 mins", "2 Tage 4 Std.". */
export const formatDuration = (milliseconds: number, language: Language): string => {
  const span = Math.max(0, milliseconds);
  if (span < second) return withUnit(language, "millisecond", Math.round(span));
  if (span < 10 * second) return withUnit(language, "second", span / second, 1);
  const unit = span < hour ? second : span < day ? minute : hour;
  const rest = Math.round(span / unit) * unit;
  const parts: [string, number][] = [
    ["day", Math.floor(rest / day)],
    ["hour", Math.floor((rest % day) / hour)],
    ["minute", Math.floor((rest % hour) / minute)],
    ["second", Math.floor((rest % minute) / second)],
  ];
  return parts
    .filter(([, count]) => count > 0)
    .slice(0, 2)
    .map(([name, count]) => withUnit(language, name, count))
    .join(" ");
};

export type Zoned = { language: Language; timeZone: string };

const dateIn = ({ language, timeZone }: Zoned, options: Intl.DateTimeFormatOptions, at: Date | string) =>
  dateFormats(`${tags[language]}|${JSON.stringify({ ...options, timeZone })}`).format(new Date(at));

/** "20 Nov 2026, 14:02" / "20.11.2026, 14:02". */
export const formatDateTime = (at: Date | string, zone: Zoned): string =>
  dateIn(zone, { dateStyle: "medium", timeStyle: "short" }, at);

/** With seconds and the zone's name, for the card behind a relative time. */
export const formatExact = (at: Date | string, zone: Zoned): string =>
  dateIn(
    zone,
    {
      day: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      month: "short",
      second: "2-digit",
      timeZoneName: "short",
      weekday: "short",
      year: "numeric",
    },
    at,
  );

export const formatDate = (at: Date | string, zone: Zoned): string => dateIn(zone, { dateStyle: "medium" }, at);
export const formatTime = (at: Date | string, zone: Zoned): string => dateIn(zone, { timeStyle: "short" }, at);

const relativeSteps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365.25 * day],
  ["month", 30.4375 * day],
  ["week", 7 * day],
  ["day", day],
  ["hour", hour],
  ["minute", minute],
];

/** "now", "12 min ago", "in 3 days". Cut off, not rounded: something is an hour old when the hour is over. */
export const formatRelative = (at: Date | string, now: Date | string, language: Language): string => {
  const span = new Date(at).getTime() - new Date(now).getTime();
  for (const [unit, size] of relativeSteps) {
    const count = Math.trunc(span / size);
    if (count !== 0 && (unit !== "week" || Math.abs(count) > 1))
      return relativeFormats(tags[language]).format(count, unit);
  }
  return nowFormats(tags[language]).format(0, "second");
};
