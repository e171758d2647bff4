// In this order: most browsers name those before them, too.
const browsers = [
  ["Edge", /\bEdg(?:e|A|iOS)?\//],
  ["Opera", /\bOPR\//],
  ["Firefox", /\b(?:Firefox|FxiOS)\//],
  ["Chrome", /\b(?:Chrome|CriOS)\//],
  ["Safari", /\bVersion\/.*\bSafari\//],
] as const;

const systems = [
  ["Android", /\bAndroid\b/],
  ["iOS", /\b(?:iPhone|iPad|iPod)\b/],
  ["Windows", /\bWindows\b/],
  ["macOS", /\bMacintosh\b/],
  ["ChromeOS", /\bCrOS\b/],
  ["Linux", /\bLinux\b/],
] as const;

/** "Firefox, Linux": enough for a person to know their own browser again; null when nothing is known. */
export const browserOf = (agent: string | null): string | null => {
  const nameIn = (known: readonly (readonly [string, RegExp])[]) =>
    known.find(([, mark]) => mark.test(agent ?? ""))?.[0];
  return [nameIn(browsers), nameIn(systems)].filter(Boolean).join(", ") || null;
};
