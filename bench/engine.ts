import { measureDepth } from "./engine-depth";
import { measureLoad } from "./engine-load";
import { measurePauses } from "./engine-pause";
import { measureUsage } from "./engine-usage";
import type { Group } from "./figures";

export const measureEngine: Group = async () => [
  ...(await measureUsage()),
  ...(await measurePauses()),
  ...(await measureLoad()),
  ...(await measureDepth()),
];
