export type MarkShapeName = "disks" | "memory" | "quiesced" | "stopped";
export type MarkTone = "failed" | "held" | "here" | "plain";

const inks: Readonly<Record<MarkTone, string>> = {
  failed: "text-bad-ink",
  held: "text-ink",
  here: "text-accent-ink",
  plain: "text-ink",
};

const outline = (shape: MarkShapeName, grow: number) => {
  switch (shape) {
    case "disks":
      return <circle r={5.5 + grow} />;
    case "quiesced":
      return <circle r={6 + grow} />;
    case "memory": {
      const reach = 7.5 + grow * 1.3;
      return <path d={`M0 ${-reach} ${reach} 0 0 ${reach} ${-reach} 0Z`} strokeLinejoin="round" />;
    }
    case "stopped": {
      const half = 5.25 + grow;
      return <rect height={half * 2} rx="1.5" width={half * 2} x={-half} y={-half} />;
    }
  }
};

type Props = {
  /** On the axis: keeps the line behind away from the shape. */
  hasHalo?: boolean;
  /** Made by hand; by a schedule it is tinted. */
  isFilled?: boolean;
  /** Nothing there yet. */
  isHollow?: boolean;
  shape: MarkShapeName;
  tone?: MarkTone;
};

/** One snapshot as a shape about (0, 0): the shape says its kind, so that the kind can be told without colour. */
export const MarkShape = ({ hasHalo = false, isFilled = true, isHollow = false, shape, tone = "plain" }: Props) => {
  const isRing = shape === "quiesced" || isHollow;
  return (
    <g className={inks[tone]}>
      {hasHalo ? <g fill="var(--color-surface)">{outline(shape, 2.5)}</g> : null}
      {tone === "held" ? (
        <g fill="none" stroke="var(--color-warn)" strokeWidth="1.75">
          {outline(shape, 3)}
        </g>
      ) : null}
      <g
        fill={isRing ? (hasHalo ? "var(--color-surface)" : "none") : "currentColor"}
        fillOpacity={isRing || isFilled ? 1 : 0.3}
        stroke="currentColor"
        strokeWidth="1.5"
      >
        {outline(shape, isRing ? -0.25 : -0.75)}
      </g>
      {shape === "quiesced" && !isHollow ? (
        <circle fill="currentColor" fillOpacity={isFilled ? 1 : 0.3} r="2.75" />
      ) : null}
    </g>
  );
};

/** The shape alone, for tables and legends. */
export const KindGlyph = ({ isHollow, shape, tone }: Pick<Props, "isHollow" | "shape" | "tone">) => (
  <svg aria-hidden="true" className="size-4 shrink-0" focusable="false" viewBox="-10 -10 20 20">
    <MarkShape isHollow={isHollow} shape={shape} tone={tone} />
  </svg>
);
