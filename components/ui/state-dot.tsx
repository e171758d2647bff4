export type StateTone = "bad" | "busy" | "good" | "idle" | "warn";

/** Shape differs with the tone, so that the state can be told without colour; the word stands beside it always. */
const marks: Readonly<Record<StateTone, string>> = {
  bad: "rotate-45 rounded-[1px] bg-bad-ink",
  busy: "animate-spin rounded-full border-2 border-accent-ink border-r-transparent",
  good: "rounded-full bg-good",
  idle: "rounded-full border-2 border-control",
  warn: "rounded-[1px] bg-warn",
};

export const StateDot = ({ label, tone }: { label: string; tone: StateTone }) => (
  <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
    <span aria-hidden="true" className="grid size-3 shrink-0 place-items-center">
      <span className={`${tone === "busy" ? "size-3" : "size-2"} ${marks[tone]}`} />
    </span>
    {label}
  </span>
);
