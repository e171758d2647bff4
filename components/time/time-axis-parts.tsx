import type { Placed, Tick } from "./axis-layout";
import { MarkShape, type MarkShapeName, type MarkTone } from "./mark-shape";

/** One snapshot on the axis. `at` in ms since 1970 UTC. */
export type AxisMark = {
  at: number;
  id: string;
  /** Something works on it now. */
  isBusy: boolean;
  isFilled: boolean;
  isHollow: boolean;
  isLocked: boolean;
  /** Taken by itself before a revert. */
  isSafety: boolean;
  shape: MarkShapeName;
  tone: MarkTone;
};

export type AxisGroup = Placed<AxisMark>;

export const axisHeight = 92;
export const lineY = 50;
const lockY = lineY - 19;
const safetyY = lineY + 18;

export const TickLines = ({ name, ticks }: { name: (tick: Tick) => string; ticks: readonly Tick[] }) => (
  <>
    {ticks.map((tick) => (
      <g key={`${tick.count}${tick.unit}`}>
        <line stroke="var(--color-line)" x1={tick.x} x2={tick.x} y1="22" y2="70" />
        <text className="fill-muted text-xs" textAnchor="middle" x={tick.x} y="13">
          {name(tick)}
        </text>
      </g>
    ))}
  </>
);

/** The thin line is time; the thick one runs from where the server was last set down to now. */
export const HereLine = ({
  from,
  left,
  now,
  text,
}: {
  from: number | null;
  left: number;
  now: number;
  text: string;
}) => (
  <>
    <line stroke="var(--color-line)" strokeWidth="1.5" x1={left} x2={now} y1={lineY} y2={lineY} />
    {from === null ? null : (
      <line
        stroke="var(--color-accent-ink)"
        strokeLinecap="round"
        strokeWidth="4"
        x1={from}
        x2={now}
        y1={lineY}
        y2={lineY}
      />
    )}
    <line
      stroke={from === null ? "var(--color-control)" : "var(--color-accent-ink)"}
      strokeLinecap="round"
      strokeWidth={from === null ? 1.5 : 3}
      x1={now}
      x2={now}
      y1={lineY - 14}
      y2={lineY + 14}
    />
    {from === null ? null : (
      <text className="fill-accent-ink font-medium text-xs" textAnchor="end" x={now + 2} y="84">
        {text}
      </text>
    )}
  </>
);

const Lock = () => (
  <g className="text-muted" fill="none" stroke="currentColor" strokeLinecap="round" strokeWidth="1.4">
    <rect fill="currentColor" height="5.5" rx="1.2" stroke="none" width="8" x="-4" y="-1.5" />
    <path d="M-2.4-1.5v-1.6a2.4 2.4 0 0 1 4.8 0v1.6" />
  </g>
);

/** A way back: an arrow that turns round. */
const Safety = () => (
  <path
    className="text-muted"
    d="M-1.5-3.5-4-1l2.5 2.5M-4-1h5.5a2.5 2.5 0 0 1 0 5H0"
    fill="none"
    stroke="currentColor"
    strokeLinecap="round"
    strokeLinejoin="round"
    strokeWidth="1.4"
  />
);

const Cluster = ({ items }: { items: readonly AxisMark[] }) => {
  const width = items.length > 99 ? 28 : 22;
  const isHere = items.some(({ tone }) => tone === "here");
  const hasFailed = items.some(({ tone }) => tone === "failed");
  const isHeld = items.some(({ tone }) => tone === "held");
  return (
    <>
      <rect
        fill="var(--color-surface)"
        height="20"
        rx="10"
        stroke={`var(--color-${isHere ? "accent-ink" : isHeld ? "warn" : "control"})`}
        strokeWidth={isHere || isHeld ? 2 : 1.25}
        width={width}
        x={-width / 2}
        y="-10"
      />
      <text className="fill-ink font-medium text-xs" textAnchor="middle" y="4">
        {items.length}
      </text>
      {items.some(({ isBusy }) => isBusy) ? (
        <circle className="animate-pulse" cx={-width / 2 + 3} cy="-8.5" fill="var(--color-accent-ink)" r="3" />
      ) : null}
      {hasFailed ? <circle cx={width / 2 - 3} cy="-8.5" fill="var(--color-bad-ink)" r="3" /> : null}
    </>
  );
};

type GroupProps = {
  group: AxisGroup;
  id: string;
  isActive: boolean;
  isLit: boolean;
  label: string;
  onHover: (isOver: boolean) => void;
  onOpen: () => void;
};

/** One mark, or several that would cover each other as a number. */
export const AxisOption = ({ group, id, isActive, isLit, label, onHover, onOpen }: GroupProps) => {
  const [first] = group.items;
  if (!first) return null;
  const isOne = group.items.length === 1;
  return (
    <g
      aria-label={label}
      aria-selected={isActive}
      className="cursor-pointer"
      id={id}
      onClick={onOpen}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
      role="option"
      transform={`translate(${group.x.toFixed(1)} ${lineY})`}
    >
      <rect fill="transparent" height="52" width="22" x="-11" y="-28" />
      {isActive || isLit ? (
        <circle
          fill="var(--color-accent-soft)"
          r="14"
          stroke="var(--color-accent-ink)"
          strokeWidth={isActive ? 2 : 1}
        />
      ) : null}
      {isOne ? (
        <>
          {/* Stays while the shape pulses, or the line would show through. */}
          <circle fill={isLit || isActive ? "none" : "var(--color-surface)"} r="9" />
          <g className={first.isBusy ? "animate-pulse" : ""}>
            <MarkShape
              hasHalo
              isFilled={first.isFilled}
              isHollow={first.isHollow}
              shape={first.shape}
              tone={first.tone}
            />
          </g>
        </>
      ) : (
        <Cluster items={group.items} />
      )}
      {group.items.some(({ isSafety }) => isSafety) ? (
        <g transform={`translate(0 ${safetyY - lineY})`}>
          <Safety />
        </g>
      ) : null}
      {group.items.some(({ isLocked }) => isLocked) ? (
        <g transform={`translate(0 ${lockY - lineY})`}>
          <Lock />
        </g>
      ) : null}
    </g>
  );
};
