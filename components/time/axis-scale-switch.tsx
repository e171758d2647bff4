"use client";
import { useTranslation } from "@/i18n/provider";
import { Segments } from "../ui/segments";
import { type AxisScale, axisScales } from "./axis-layout";

type Props = { onChange: (scale: AxisScale) => void; scale: AxisScale };

export const AxisScaleSwitch = ({ onChange, scale }: Props) => {
  const { t } = useTranslation("snapshots");
  const options = axisScales.map((value) => ({ label: t(`axis.scales.${value}`), value }));
  return <Segments label={t("axis.scale")} onChange={onChange} options={options} value={scale} />;
};
