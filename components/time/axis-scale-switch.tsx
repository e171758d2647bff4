"use client";
import { useId } from "react";
import { useTranslation } from "@/i18n/provider";
import { type AxisScale, axisScales } from "./axis-layout";

type Props = { onChange: (scale: AxisScale) => void; scale: AxisScale };

export const AxisScaleSwitch = ({ onChange, scale }: Props) => {
  const { t } = useTranslation("snapshots");
  const group = useId();
  return (
    <fieldset className="flex rounded-md bg-sunken p-0.5">
      <legend className="sr-only">{t("axis.scale")}</legend>
      {axisScales.map((value) => (
        <label
          className="flex coarse:h-9 h-7 items-center rounded-sm px-2.5 text-muted text-sm hover:text-ink has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent-ink"
          key={value}
        >
          <input
            checked={value === scale}
            className="sr-only"
            name={group}
            onChange={() => onChange(value)}
            type="radio"
            value={value}
          />
          {t(`axis.scales.${value}`)}
        </label>
      ))}
    </fieldset>
  );
};
