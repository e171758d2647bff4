import { measurePauses } from "./engine-pause";
import type { Group } from "./figures";

export const measureEngine: Group = () => measurePauses();
