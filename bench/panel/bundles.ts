import { measureBundles as weighBundles } from "@/scripts/bundle-size.mjs";
import { type Figure, toFigure } from "../figures";

/** First-load JavaScript of each page of the last build, compressed. */
export const measureBundles = (): Figure[] =>
  weighBundles().map(({ route, kilobytes, limit }) =>
    toFigure({ name: `first-load JavaScript of ${route}`, unit: "kB", samples: [kilobytes], goal: limit }),
  );
